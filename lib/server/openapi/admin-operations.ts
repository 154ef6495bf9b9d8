import type { ZodType } from 'zod';
import * as wire from '@/lib/core/protocol/admin';
import type { Operation } from './operations';

const get = (path: string, summary: string, response: ZodType, query?: ZodType): Operation => ({
  access: 'admin',
  method: 'get',
  path: `/api/admin/${path}`,
  summary,
  query,
  response,
});

const post = (path: string, summary: string, response: ZodType, body?: ZodType): Operation => ({
  access: 'admin',
  method: 'post',
  path: `/api/admin/${path}`,
  summary,
  body,
  status: 202,
  response,
});

/** What only administrators may call. */
export const adminOperations: readonly Operation[] = [
  get('overview', 'Health of the platform', wire.adminOverview),
  get('deals', 'Deals of all clients', wire.adminDealPage, wire.adminDealsQuery),
  get('deals/{id}', 'Everything about a deal', wire.adminDealDetail),
  post('deals/{id}/end', 'Cancel or end a deal, where the contract allows it', wire.dealEnding),
  post(
    'deals/{id}/slots/{slot}/replace',
    'Give a slot to another node',
    wire.slotReplacing,
    wire.replaceSlot,
  ),
  get('nodes', 'All nodes', wire.adminNodePage, wire.adminNodesQuery),
  get('nodes/{operator}', 'Everything about a node', wire.adminNodeDetail),
  get('periods', 'Proving periods', wire.adminPeriodPage, wire.adminPeriodsQuery),
  get('periods/{period}', 'Proofs of a period', wire.adminPeriodDetail),
  get('jobs', 'Jobs and dead letters', wire.adminJobPage, wire.adminJobsQuery),
  get('jobs/{id}', 'One job', wire.adminJobDetail),
  post('jobs/{id}/retry', 'Have a failed job tried again', wire.jobRetried),
  get('transactions', 'Outbox', wire.adminTransactionPage, wire.adminTransactionsQuery),
  get('transactions/{id}', 'One transaction', wire.adminTransactionDetail),
  get('audit', 'What administrators did', wire.adminAuditPage, wire.adminAuditQuery),
];
