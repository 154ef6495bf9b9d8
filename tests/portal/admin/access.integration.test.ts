import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as auditRoute from '@/app/api/admin/audit/route';
import * as endRoute from '@/app/api/admin/deals/[id]/end/route';
import * as dealRoute from '@/app/api/admin/deals/[id]/route';
import * as replaceRoute from '@/app/api/admin/deals/[id]/slots/[slot]/replace/route';
import * as dealsRoute from '@/app/api/admin/deals/route';
import * as retryRoute from '@/app/api/admin/jobs/[id]/retry/route';
import * as jobRoute from '@/app/api/admin/jobs/[id]/route';
import * as jobsRoute from '@/app/api/admin/jobs/route';
import * as nodeRoute from '@/app/api/admin/nodes/[operator]/route';
import * as nodesRoute from '@/app/api/admin/nodes/route';
import * as overviewRoute from '@/app/api/admin/overview/route';
import * as periodRoute from '@/app/api/admin/periods/[period]/route';
import * as periodsRoute from '@/app/api/admin/periods/route';
import * as transactionRoute from '@/app/api/admin/transactions/[id]/route';
import * as transactionsRoute from '@/app/api/admin/transactions/route';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { randomAddress } from '../rows';
import { call, newAccount, refusal, signIn, withoutChain } from '../support';
import { type Headers, newAdmin } from './support';

let database: TestDatabase;
let cleanUp: () => void;
let admin: Headers;
let stranger: Headers;

beforeAll(async () => {
  database = await startTestDatabase();
  cleanUp = withoutChain();
  stranger = await signIn(newAccount());
  admin = (await newAdmin()).headers;
});

afterAll(async () => {
  await database.stop();
  cleanUp();
});

const id = randomUUID();
const reads = {
  overview: [overviewRoute, {}],
  deals: [dealsRoute, {}],
  deal: [dealRoute, { id }],
  nodes: [nodesRoute, {}],
  node: [nodeRoute, { operator: randomAddress() }],
  periods: [periodsRoute, {}],
  period: [periodRoute, { period: '7' }],
  jobs: [jobsRoute, {}],
  job: [jobRoute, { id }],
  transactions: [transactionsRoute, {}],
  transaction: [transactionRoute, { id }],
  audit: [auditRoute, {}],
} as const;
const acts = {
  'end of a deal': [endRoute, { id }, undefined],
  'replacement of a node': [replaceRoute, { id, slot: '0' }, { generation: 0 }],
  'retry of a job': [retryRoute, { id }, undefined],
} as const;

describe.each(Object.entries(reads))('reading the %s', (_name, [route, params]) => {
  it('is for administrators alone', async () => {
    const as = (headers: Headers) => call(route.GET, '/api/admin/x', { headers, params });
    expect(await refusal(await as({}))).toEqual([401, 'UNAUTHENTICATED']);
    expect(await refusal(await as(stranger))).toEqual([403, 'FORBIDDEN']);
  });
});

describe.each(Object.entries(acts))('the %s', (_name, [route, params, body]) => {
  const as = (headers: Headers) =>
    call(route.POST, '/api/admin/x', { method: 'POST', headers, params, body });

  it('is for administrators alone', async () => {
    expect(await refusal(await as({}))).toEqual([401, 'UNAUTHENTICATED']);
    expect(await refusal(await as(stranger))).toEqual([403, 'FORBIDDEN']);
  });

  it('refuses other sites, even with the cookie', async () => {
    const foreign = await as({ ...admin, origin: 'https://evil.example' });
    expect(await refusal(foreign)).toEqual([403, 'ORIGIN_REFUSED']);
  });

  it('answers 404 for what does not exist', async () => {
    const [status, code] = await refusal(await as(admin));
    expect([status, code]).toEqual([404, expect.stringMatching(/^(DEAL|JOB)_NOT_FOUND$/)]);
  });
});

describe('one of a kind', () => {
  it.each([
    ['deal', 'DEAL_NOT_FOUND'],
    ['node', 'NODE_NOT_FOUND'],
    ['period', 'PERIOD_NOT_FOUND'],
    ['job', 'JOB_NOT_FOUND'],
    ['transaction', 'TRANSACTION_NOT_FOUND'],
  ] as const)('answers 404 for an unknown %s', async (name, code) => {
    const [route, params] = reads[name];
    const answer = await call(route.GET, '/api/admin/x', { headers: admin, params });
    expect(await refusal(answer)).toEqual([404, code]);
  });
});

describe('lists', () => {
  it.each(['limit=0', 'limit=101', 'page=0', 'page=x', 'sort=secret', 'order=up', 'status=ODD'])(
    'refuse the query %s',
    async (query) => {
      const answer = await call(dealsRoute.GET, `/api/admin/deals?${query}`, { headers: admin });
      expect(await refusal(answer)).toEqual([400, 'BAD_REQUEST']);
    },
  );

  it('are empty without rows', async () => {
    for (const name of ['deals', 'nodes', 'periods', 'jobs', 'transactions', 'audit'] as const) {
      const answer = await call(reads[name][0].GET, '/api/admin/x', { headers: admin });
      expect(await answer.json()).toMatchObject({ rows: [], total: 0, page: 1, limit: 25 });
    }
  });
});
