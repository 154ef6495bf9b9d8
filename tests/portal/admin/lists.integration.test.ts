import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as dealRoute from '@/app/api/admin/deals/[id]/route';
import * as dealsRoute from '@/app/api/admin/deals/route';
import * as nodesRoute from '@/app/api/admin/nodes/route';
import * as overviewRoute from '@/app/api/admin/overview/route';
import * as periodRoute from '@/app/api/admin/periods/[period]/route';
import * as periodsRoute from '@/app/api/admin/periods/route';
import * as transactionRoute from '@/app/api/admin/transactions/[id]/route';
import * as transactionsRoute from '@/app/api/admin/transactions/route';
import {
  adminDealDetail,
  adminOverview,
  adminPeriodDetail,
  adminTransactionDetail,
} from '@/lib/core/protocol/admin';
import { db } from '@/lib/server/db';
import { makeLiveDeal, makePost } from '@/lib/server/lifecycle/testing/live-deal';
import { followerAt, makeNode } from '@/lib/server/lifecycle/testing/world';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { makeDeal, randomAddress, randomHash } from '../rows';
import { withoutChain } from '../support';
import { type Headers, newAdmin, read } from './support';

let database: TestDatabase;
let cleanUp: () => void;
let headers: Headers;

beforeAll(async () => {
  database = await startTestDatabase();
  cleanUp = withoutChain();
  headers = (await newAdmin()).headers;
});

afterAll(async () => {
  await database.stop();
  cleanUp();
});

interface Page<Row> {
  rows: Row[];
  total: number;
}

describe('deals', () => {
  type Row = { dealId: string; file: { name: string } };
  const list = (query: string) => read<Page<Row>>(dealsRoute, headers, query);

  it('are filtered, searched, sorted and paged', async () => {
    const client = randomAddress();
    const sizes = [3000n, 1000n, 2000n];
    const made = await Promise.all(sizes.map((fileBytes) => makeDeal(client, { fileBytes })));
    const ids = made.map((deal) => deal.id);
    await db().upload.update({
      where: { id: made[1]!.uploadId },
      data: { filename: 'Holiday 100%.mov' },
    });
    await db().deal.update({ where: { id: ids[0] }, data: { status: 'COMPLETED' } });

    const bySize = await list(`search=${client}&sort=size&order=asc`);
    expect(bySize.rows.map((row) => row.dealId)).toEqual([ids[1], ids[2], ids[0]]);
    const second = await list(`search=${client}&sort=size&order=asc&limit=2&page=2`);
    expect(second).toMatchObject({ total: 3, rows: [{ dealId: ids[0] }] });
    expect(await list(`search=${client}&status=open`)).toMatchObject({ total: 2 });
    expect(await list(`search=${client}&status=COMPLETED`)).toMatchObject({ total: 1 });
    expect(await list('search=holiday')).toMatchObject({ rows: [{ dealId: ids[1] }] });
    expect(await list('search=100%25')).toMatchObject({ total: 1 });
    expect(await list(`search=${ids[2]!.toUpperCase()}`)).toMatchObject({ total: 1 });
  });

  it('show everything about one, by id and by contract', async () => {
    const { id, deal } = await makeLiveDeal();
    await followerAt(1010n * 20n);
    const byId = await read(dealRoute, headers, '', { id });
    const detail = adminDealDetail.parse(byId);
    expect(detail.deal).toMatchObject({ dealId: id, status: 'ACTIVE' });
    expect(detail.period).toBe(1010n);
    expect(detail.actions.end).toBeUndefined();
    expect(detail.actions.obstacle).toMatch(/only its client can close/);
    expect(detail.actions.slots).toEqual([
      { slot: 0, generation: 0, reason: 'Unhealthy' },
      { slot: 1, generation: 0, reason: 'Unhealthy' },
    ]);
    expect(await read(dealRoute, headers, '', { id: deal })).toEqual(byId);
  });
});

describe('nodes', () => {
  type Row = { operator: string; online: boolean };
  const list = (query: string) => read<Page<Row>>(nodesRoute, headers, query);

  it('are filtered by presence and region, and sorted by rating', async () => {
    const long = new Date(Date.now() - 3_600_000);
    const good = await makeNode(1, { fulfilments: 99n, commitments: 100n }, { region: 'EU' });
    const bad = await makeNode(2, { fulfilments: 1n, commitments: 100n }, { lastSeenAt: long });
    const fresh = await makeNode(3, {}, { region: 'EU' });
    const gone = await makeNode(4, { retired: true }, { lastSeenAt: null });
    const names = async (query: string) => (await list(query)).rows.map((row) => row.operator);

    expect(await names('sort=rating&order=desc&state=online')).toEqual([good, fresh]);
    expect(await names('sort=rating&order=asc&state=offline')).toEqual([bad]);
    expect(await names('state=retired')).toEqual([gone]);
    expect((await names('region=EU')).toSorted()).toEqual([good, fresh].toSorted());
    expect(await names(`search=${bad.slice(2, 42)}`)).toEqual([bad]);
    expect(await list('limit=1&page=4')).toMatchObject({ total: 4, rows: [expect.anything()] });
  });
});

describe('periods', () => {
  it('tell the proofs of an open one, broken promises first', async () => {
    const { id } = await makeLiveDeal({ start: 2000n });
    await db().period.create({ data: { index: 2005n, seed: randomHash() } });
    await makePost(id, 1, 2005n);
    await db().postSubmission.updateMany({ data: { digest: randomHash() } });
    const detail = adminPeriodDetail.parse(
      await read(periodRoute, headers, '', { period: '2005' }),
    );
    const own = detail.proofs.filter((proof) => proof.dealId === id);
    expect(own.map(({ slot, state }) => [slot, state])).toEqual([
      [0, 'waiting'],
      [1, 'accepted'],
    ]);
    expect(detail).toMatchObject({ status: 'OPEN', messageCount: 1 });
  });

  it('are found by number and status', async () => {
    await db().period.create({ data: { index: 3000n, status: 'VOID', closedAt: new Date() } });
    const list = (query: string) => read<Page<{ period: string }>>(periodsRoute, headers, query);
    expect(await list('status=VOID')).toMatchObject({ total: 1, rows: [{ period: '3000' }] });
    expect(await list('search=3000')).toMatchObject({ total: 1 });
    expect(await list('search=none')).toMatchObject({ total: 0 });
  });
});

describe('transactions', () => {
  const make = (data: object) =>
    db().transaction.create({
      data: {
        idempotencyKey: randomUUID(),
        signer: 'portal',
        kind: 'publish',
        to: randomAddress(),
        data: '0x',
        ...data,
      },
    });

  it('are filtered by state and found by hash', async () => {
    const hash = randomHash();
    await make({ status: 'SENT', hash });
    await make({ status: 'FAILED', errorCode: 'PARAMETERS_CHANGED', error: 'They changed.' });
    const list = (query: string) => read<Page<{ hash: string }>>(transactionsRoute, headers, query);
    expect(await list('status=pending')).toMatchObject({ total: 1, rows: [{ hash }] });
    expect(await list('status=FAILED')).toMatchObject({
      rows: [{ error: { code: 'PARAMETERS_CHANGED' } }],
    });
    expect(await list(`search=${hash}`)).toMatchObject({ total: 1 });
    expect(await list('signer=verifier')).toMatchObject({ total: 0 });
  });

  it('keep the signed bytes to themselves', async () => {
    const attempt = {
      hash: randomHash(),
      raw: '0xdeadbeef',
      maxFeePerGas: '7',
      maxPriorityFeePerGas: '1',
      gas: '21000',
      block: '9',
      at: 1_700_000_000_000,
    };
    const { id } = await make({ attempts: [attempt] });
    const body = await read(transactionRoute, headers, '', { id });
    expect(JSON.stringify(body)).not.toContain('deadbeef');
    expect(adminTransactionDetail.parse(body).attempts).toMatchObject([{ hash: attempt.hash }]);
  });
});

describe('overview', () => {
  it('counts what is due and tells that the chain does not answer', async () => {
    await followerAt(2005n * 20n);
    const health = adminOverview.parse(await read(overviewRoute, headers));
    expect(health.chain.problem).toBe('The chain does not answer.');
    expect(health.objectStore).toEqual({ ok: true, detail: 'writable' });
    expect(health.proofs).toMatchObject({ due: 2, received: 1 });
    expect(health.nodes).toEqual({ registered: 3, accepting: 3, online: 2 });
    expect(health.transactions).toMatchObject({ pending: 2, failedToday: 1 });
  }, 30_000);
});
