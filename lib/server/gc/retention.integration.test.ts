import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '@/lib/server/db';
import { makeLiveDeal } from '@/lib/server/lifecycle/testing/live-deal';
import { address, running, startTestFolder } from '@/lib/server/lifecycle/testing/world';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { collectPosts } from './proofs';
import {
  collectInbox,
  collectPostRows,
  collectRelays,
  collectTransactions,
  RETENTION,
} from './retention';

/** Rows of each table, so that a statement that is slow for many shows. */
const MANY = 25_000;
/** The running period. */
const NOW = 10_000n;
const DAYS = 24 * 3600 * 1000;

let database: TestDatabase;
let folder: ReturnType<typeof startTestFolder>;
beforeAll(async () => {
  database = await startTestDatabase();
  folder = startTestFolder();
});
afterAll(async () => {
  await database.stop();
  folder.remove();
});

const progress = { blockNumber: 1n, timestamp: NOW * 20n, period: NOW };
const daysAgo = (days: number) => new Date(Date.now() - days * DAYS);

/** A verdict on a deal for each period from 0 to the running one, several nodes at a time. */
async function makeVerdicts(dealId: string): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "PostSubmission" ("id", "period", "operator", "digest", "objectKey", "bytes", "verifiedAt")
    SELECT ${dealId} || i, (i * 10000 / ${MANY}::int), 'node', ${dealId} || i, 'k', 1, now()
    FROM generate_series(0, ${MANY}::int - 1) i`;
  await db().$executeRaw`
    INSERT INTO "PostVerdict" ("submissionId", "dealId", "slot", "generation", "period", "digest", "status")
    SELECT "id", ${dealId}, 0, 0, "period", "digest", 'ACCEPTED' FROM "PostSubmission"
    WHERE "id" LIKE ${`${dealId}%`}`;
}

const oldestOf = async (dealId: string) =>
  (await db().postVerdict.aggregate({ where: { dealId }, _min: { period: true } }))._min.period;

it('keeps verdicts of running deals for 25 weeks, of ended ones for 720 periods', async () => {
  const live = await makeLiveDeal({ status: 'ACTIVE' });
  const ended = await makeLiveDeal({ status: 'COMPLETED', accrualEnd: 5000n });
  const fresh = await makeLiveDeal({ status: 'COMPLETED', accrualEnd: NOW - 100n });
  for (const { id } of [live, ended, fresh]) await makeVerdicts(id);
  await collectPostRows(progress, running());
  expect(await oldestOf(live.id)).toBe(NOW - RETENTION.verdictPeriods);
  expect(await oldestOf(ended.id)).toBe(NOW - RETENTION.endedVerdictPeriods);
  expect(await oldestOf(fresh.id)).toBe(NOW - RETENTION.verdictPeriods);
  const orphans = await db().postSubmission.count({ where: { verdicts: { none: {} } } });
  expect(orphans).toBe(0);
  expect(await collectPostRows(progress, running())).toBe(0);
});

async function makeTransactions(prefix: string, status: string, dealId: string | null) {
  await db().$executeRaw`
    INSERT INTO "Transaction" ("id", "idempotencyKey", "signer", "kind", "to", "data", "dealId", "status", "createdAt")
    SELECT ${prefix} || i, ${prefix} || i, 'portal', 'test', '0x', '0x', ${dealId},
      ${status}::"TransactionStatus", ${daysAgo(100)}
    FROM generate_series(1, ${MANY / 5}::int) i`;
}
const left = (prefix: string) =>
  db().transaction.count({ where: { idempotencyKey: { startsWith: prefix } } });

it('never deletes a transaction that a running deal or an open request may need', async () => {
  const live = await makeLiveDeal();
  const closing = await makeLiveDeal({ status: 'CLOSING' });
  const ended = await makeLiveDeal({ status: 'COMPLETED' });
  const count = MANY / 5;
  await makeTransactions('live', 'FINALISED', live.id);
  await makeTransactions('closing', 'FAILED', closing.id);
  await makeTransactions('ended', 'FINALISED', ended.id);
  await makeTransactions('none', 'FAILED', null);
  await makeTransactions('mined', 'MINED', null);
  const young = { id: 'young', idempotencyKey: 'young', signer: 'portal', kind: 't', data: '0x' };
  await db().transaction.create({
    data: { ...young, to: '0x', status: 'FINALISED', createdAt: daysAgo(80) },
  });
  await collectTransactions(running());
  for (const kept of ['live', 'closing', 'mined']) expect(await left(kept)).toBe(count);
  expect([await left('ended'), await left('none'), await left('young')]).toEqual([0, 0, 1]);
});

it('deletes relay requests once their transaction is final', async () => {
  const one = (id: string, status: 'MINED' | 'FINALISED') =>
    db().transaction.create({
      data: { id, idempotencyKey: id, signer: 'relayer', kind: 't', to: '0x', data: '0x', status },
    });
  await one('open-batch', 'MINED');
  await one('final-batch', 'FINALISED');
  const make = (prefix: string, status: string, batch: string | null, days: number) =>
    db().$executeRaw`
      INSERT INTO "RelayRequest" ("id", "from", "to", "data", "gas", "nonce", "deadline", "signature", "selector", "status", "transactionId", "createdAt")
      SELECT ${prefix} || i, ${prefix}, '0x', '0x', 1, i, 1, '0x', '0x', ${status}::"RelayStatus",
        ${batch}, ${daysAgo(days)} FROM generate_series(1, ${MANY / 5}::int) i`;
  await make('open', 'MINED', 'open-batch', 40);
  await make('done', 'MINED', 'final-batch', 40);
  await make('lost', 'FAILED', null, 40);
  await make('queued', 'QUEUED', null, 40);
  await make('young', 'MINED', 'final-batch', 20);
  await collectRelays(running());
  const counts = await db().relayRequest.groupBy({
    by: ['from'],
    _count: true,
    orderBy: { from: 'asc' },
  });
  expect(counts.map((row) => [row.from, row._count])).toEqual([
    ['open', MANY / 5],
    ['queued', MANY / 5],
    ['young', MANY / 5],
  ]);
});

it('keeps what was not read twice as long, and the numbering', async () => {
  const [reader, absent] = [address(1), address(2)];
  const events = (recipient: string, from: number, to: number, days: number) =>
    db().$executeRaw`
      INSERT INTO "InboxEvent" ("recipient", "seq", "type", "payload", "createdAt")
      SELECT ${recipient}, i, 'settled', '{}', ${daysAgo(days)}
      FROM generate_series(${from}::int, ${to}::int) i`;
  for (const recipient of [reader, absent]) {
    await events(recipient, 1, 5000, 200);
    await events(recipient, 5001, 10_000, 100);
    await events(recipient, 10_001, 10_010, 1);
  }
  await db().inboxCounter.create({ data: { recipient: reader, lastSeq: 10_010, ackedSeq: 9000 } });
  await db().inboxCounter.create({ data: { recipient: absent, lastSeq: 10_010 } });
  await collectInbox(running());
  const first = async (recipient: string) =>
    (await db().inboxEvent.findFirst({ where: { recipient }, orderBy: { seq: 'asc' } }))?.seq;
  expect([await first(reader), await first(absent)]).toEqual([9001n, 5001n]);
  expect((await db().inboxCounter.findFirst({ where: { recipient: reader } }))?.lastSeq).toBe(
    10_010n,
  );
});

it('drops receipts with the bodies that they are about, and not before', async () => {
  const periods = [NOW - 169n, NOW - 168n];
  const made = periods.map((period) => ({
    period,
    operator: 'receipted',
    digest: `${period}`,
    objectKey: 'k',
    bytes: 1,
    receipts: [],
  }));
  await db().postSubmission.createMany({ data: made });
  await collectPosts(progress, running());
  const rows = await db().postSubmission.findMany({
    where: { operator: 'receipted' },
    orderBy: { period: 'asc' },
  });
  expect(rows.map(({ receipts }) => receipts)).toEqual([null, []]);
});
