import { z } from 'zod';
import { address, big, hash, instant, uuid } from '../primitives';
import { listPage, listQuery } from './paging';

export const transactionStatuses = [
  'QUEUED',
  'SIGNED',
  'SENT',
  'MINED',
  'FINALISED',
  'FAILED',
] as const;
export const transactionStatus = z.enum(transactionStatuses);

export const transactionSorts = ['created', 'block', 'gas'] as const;

/** `GET /api/admin/transactions`; `pending` is everything between QUEUED and MINED. */
export const adminTransactionsQuery = listQuery(transactionSorts).extend({
  status: z.enum([...transactionStatuses, 'pending']).optional(),
  signer: z.enum(['portal', 'verifier', 'relayer']).optional(),
  kind: z.string().max(60).optional(),
});
export type AdminTransactionsQuery = z.output<typeof adminTransactionsQuery>;

/** One row of the outbox. */
export const adminTransaction = z.object({
  id: uuid,
  idempotencyKey: z.string(),
  signer: z.string(),
  kind: z.string(),
  to: address,
  dealId: uuid.optional(),
  status: transactionStatus,
  nonce: z.int().optional(),
  hash: hash.optional(),
  blockNumber: big.optional(),
  gasUsed: big.optional(),
  /** attoFIL */
  value: big,
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  createdAt: instant,
  sentAt: instant.optional(),
  finalisedAt: instant.optional(),
});
export type AdminTransaction = z.output<typeof adminTransaction>;
export type AdminTransactionJson = z.input<typeof adminTransaction>;

export const adminTransactionPage = listPage(adminTransaction);

/** `GET /api/admin/transactions/:id` */
export const adminTransactionDetail = adminTransaction.extend({
  data: z.string(),
  gasLimit: big.optional(),
  /** Every version signed for this nonce, newest last; fees in attoFIL per gas. */
  attempts: z.array(
    z.object({
      hash,
      maxFeePerGas: big,
      maxPriorityFeePerGas: big,
      at: instant,
    }),
  ),
  relays: z.array(
    z.object({
      id: uuid,
      from: address,
      selector: z.string(),
      status: z.string(),
      error: z.string().optional(),
    }),
  ),
});
export type AdminTransactionDetail = z.output<typeof adminTransactionDetail>;
export type AdminTransactionDetailJson = z.input<typeof adminTransactionDetail>;
