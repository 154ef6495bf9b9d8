import { decodeFunctionData, type Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { proofLedgerAbi } from '@/lib/core/chain/abi';
import { readVerdicts } from '@/lib/core/deals';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { hoursMapHex } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { chainProgress } from '@/lib/server/lifecycle';
import { makeLiveDeal, makePost } from '@/lib/server/lifecycle/testing/live-deal';
import { followerAt, jobsOf, startTestFolder, word } from '@/lib/server/lifecycle/testing/world';
import { objectStore } from '@/lib/server/object-store';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { closeWithVerdicts } from './close-period';
import { type CloseContext, closeDuePeriods as closeWith } from './close-periods';
import { newestClosable } from './due-periods';

/** Seconds of a period and of its grace in the test profile. */
const T = 20n;
const GRACE = 3n;

let database: TestDatabase;
let folder: ReturnType<typeof startTestFolder>;
beforeAll(async () => {
  database = await startTestDatabase();
  folder = startTestFolder();
});
beforeEach(async () => {
  vi.restoreAllMocks();
  await db().deal.deleteMany();
  await db().period.deleteMany();
  await db().postSubmission.deleteMany();
  await db().transaction.deleteMany();
});
afterAll(async () => {
  await database.stop();
  folder.remove();
});

/** The rows are as new as the chain, unless a test says otherwise. */
const closeDuePeriods = (context: CloseContext = {}) =>
  closeWith({ newestPeriod: async () => (await chainProgress())?.period ?? 0n, ...context });
/** The follower is where `period` may just be closed. */
const closable = (period: bigint) => followerAt((period + 1n) * T + GRACE);
const seeds = (...periods: bigint[]) =>
  db().period.createMany({ data: periods.map((index) => ({ index, seed: word(index) })) });
const slots = (dealId: string) =>
  db().slot.findMany({ where: { dealId }, orderBy: [{ index: 'asc' }, { generation: 'asc' }] });
const period = (index: bigint) => db().period.findUnique({ where: { index } });
const outbox = () => db().transaction.findMany({ orderBy: { idempotencyKey: 'asc' } });

describe('newestClosable', () => {
  it('waits for the grace after the end', () => {
    const at = (timestamp: bigint) =>
      newestClosable({ blockNumber: 1n, timestamp, period: timestamp / T });
    expect(at(1002n * T + GRACE - 1n)).toBe(1000n);
    expect(at(1002n * T + GRACE)).toBe(1001n);
  });
});

describe('closeDuePeriods', () => {
  it('counts, publishes and hands over a period exactly once, however many try', async () => {
    const { id, deal } = await makeLiveDeal({ start: 1000n });
    await seeds(1001n);
    await makePost(id, 0, 1001n);
    await closable(1001n);
    await Promise.all([closeDuePeriods(), closeDuePeriods(), closeDuePeriods()]);
    await closeDuePeriods();

    const [proved, silent] = await slots(id);
    expect(proved).toMatchObject({ provenPeriods: 1n, fulfilments: 1, commitments: 1 });
    expect(silent).toMatchObject({ provenPeriods: 0n, fulfilments: 0, commitments: 1 });
    expect(silent).toMatchObject({ missedSince: 1, countedPeriod: 1001n });
    const row = await period(1001n);
    expect(row).toMatchObject({ status: 'CLOSED', leaves: 2, due: 2, accepted: 1, rejected: 0 });

    const sent = await outbox();
    expect(sent.map((tx) => tx.idempotencyKey)).toEqual(['verdicts:1001']);
    const call = decodeFunctionData({ abi: proofLedgerAbi, data: sent[0]!.data as Hex });
    const url = 'http://127.0.0.1:3000/api/verdicts/1001';
    expect(call.args).toEqual([1001n, row!.root, row!.manifestHash, url]);

    const published = readVerdicts(await objectStore().bytes(objectKeys.verdicts(1001n)));
    expect(published.manifestHash).toBe(row!.manifestHash);
    expect(published.tree.root).toBe(row!.root);
    expect(published.file.entries.map((entry) => entry.verdict)).toEqual(['accepted', 'missing']);
    expect(published.tree.ofDeal(deal).map(({ leaf }) => leaf.provenPeriods)).toEqual([1n, 0n]);
  });

  it('starts over after it was killed between the file and the rows', async () => {
    const { id } = await makeLiveDeal({ start: 1000n });
    await seeds(1001n);
    await makePost(id, 0, 1001n);
    await closable(1001n);
    const store = objectStore();
    const put = store.put.bind(store);
    vi.spyOn(store, 'put').mockImplementationOnce(async (key, body) => {
      await put(key, body);
      throw new Error('killed');
    });
    await expect(closeDuePeriods()).rejects.toThrow('killed');
    expect((await slots(id))[0]).toMatchObject({ provenPeriods: 0n, countedPeriod: 0n });
    expect((await period(1001n))?.status).toBe('OPEN');
    expect(await outbox()).toEqual([]);
    await closeDuePeriods();
    expect((await slots(id))[0]).toMatchObject({ provenPeriods: 1n, commitments: 1 });
    expect(await outbox()).toHaveLength(1);
  });

  it('closes missed periods in order and adds up', async () => {
    const { id } = await makeLiveDeal({ start: 1000n, slots: [{}] });
    await seeds(1001n, 1002n, 1003n, 1004n);
    await makePost(id, 0, 1001n);
    await makePost(id, 0, 1004n);
    await closable(1004n);
    await closeDuePeriods();
    // 1 + 3 periods, less the two promises that were broken in between
    expect((await slots(id))[0]).toMatchObject({
      provenPeriods: 2n,
      fulfilments: 2,
      commitments: 4,
      lastAccepted: 1004n,
    });
    const keys = (await outbox()).map((tx) => tx.idempotencyKey);
    expect(keys).toEqual([1001, 1002, 1003, 1004].map((p) => `verdicts:${p}`));
  });

  it('takes an accepted proof over a rejected one, and a rejected one for none', async () => {
    const { id } = await makeLiveDeal({ start: 1000n });
    await seeds(1001n);
    await makePost(id, 0, 1001n, 'REJECTED');
    await makePost(id, 0, 1001n, 'ACCEPTED');
    await makePost(id, 1, 1001n, 'REJECTED');
    await closable(1001n);
    await closeDuePeriods();
    const [first, second] = await slots(id);
    expect(first).toMatchObject({ fulfilments: 1, commitments: 1 });
    expect(second).toMatchObject({ fulfilments: 0, commitments: 1 });
    expect(await period(1001n)).toMatchObject({ accepted: 1, rejected: 1 });
    const repairs = (await jobsOf(id)).filter((job) => job.name === 'repair');
    expect(repairs.map((job) => job.data)).toEqual([
      { dealId: id, slot: 1, generation: 0, reason: 'InvalidProof' },
    ]);
  });

  it('counts no promises in a void period, and lets a proof bridge it', async () => {
    const { id } = await makeLiveDeal({ start: 1000n, slots: [{ maxSpan: 1 }] });
    await seeds(1001n, 1002n, 1003n);
    await db().period.update({ where: { index: 1002n }, data: { downSeconds: 4 } });
    await makePost(id, 0, 1001n);
    await makePost(id, 0, 1003n);
    await closable(1003n);
    await closeDuePeriods();
    expect((await period(1002n))?.status).toBe('VOID');
    expect((await slots(id))[0]).toMatchObject({
      provenPeriods: 3n,
      fulfilments: 2,
      commitments: 2,
      waypoints: [],
    });
    const keys = (await outbox()).map((tx) => tx.idempotencyKey);
    expect(keys).toEqual(['verdicts:1001', 'verdicts:1003']);
  });

  it('voids what the ledger takes no more, after an outage', async () => {
    const { id } = await makeLiveDeal({ start: 1000n, slots: [{ maxSpan: 4 }] });
    await seeds(1001n, 1019n, 1020n);
    await makePost(id, 0, 1001n);
    await closable(1001n);
    await closeDuePeriods();
    await makePost(id, 0, 1020n);
    for (let p = 1015n; p <= 1018n; p++) await seeds(p);
    await closable(1020n);
    await closeDuePeriods();
    const statuses = await db().period.findMany({ orderBy: { index: 'asc' } });
    const voids = statuses.filter((row) => row.status === 'VOID').map((row) => row.index);
    // rootDelay 6: in period 1021 the ledger still takes 1015
    expect(voids).toEqual(Array.from({ length: 13 }, (_, i) => 1002n + BigInt(i)));
    const [slot] = await slots(id);
    // 1 before, then the outage bridged; five promises broken after it
    expect(slot).toMatchObject({ commitments: 7, fulfilments: 2, lastAccepted: 1020n });
    expect(slot?.provenPeriods).toBe(1n + 13n + 4n - 5n);
  });

  it('voids by the newest block what the follower catches up with too late', async () => {
    const { id } = await makeLiveDeal({ start: 1000n, slots: [{ maxSpan: 4 }] });
    await seeds(...Array.from({ length: 8 }, (_, i) => 1001n + BigInt(i)));
    for (let p = 1001n; p <= 1008n; p++) await makePost(id, 0, p);
    // The rows say that it is 1005; the chain's newest block lies in 1012.
    await closable(1004n);
    await closeDuePeriods({ newestPeriod: async () => 1012n });
    expect((await period(1004n))?.status).toBe('VOID');
    expect(await outbox()).toEqual([]);
    await closable(1008n);
    await closeDuePeriods({ newestPeriod: async () => 1012n });
    const statuses = await db().period.findMany({ orderBy: { index: 'asc' } });
    expect(statuses.map((row) => row.status)).toEqual([
      ...Array(5).fill('VOID'),
      ...Array(3).fill('CLOSED'),
    ]);
    const keys = (await outbox()).map((tx) => tx.idempotencyKey);
    expect(keys).toEqual(['verdicts:1006', 'verdicts:1007', 'verdicts:1008']);
    // Nobody is counted a promise in a void period, and the first proof after it bridges it.
    expect((await slots(id))[0]).toMatchObject({ commitments: 3, fulfilments: 3 });
  });

  it('says nothing while there is nobody to speak of', async () => {
    await seeds(1001n);
    await closable(1001n);
    await closeDuePeriods();
    expect(await period(1001n)).toMatchObject({ status: 'CLOSED', root: null, leaves: 0 });
    expect(await outbox()).toEqual([]);
  });

  it('does not count what lies outside a schedule or behind the end', async () => {
    const hours = hoursMapHex(1n << ((1002n + 72n) % 168n));
    const { id } = await makeLiveDeal({
      start: 1000n,
      fundedUntil: 1003n,
      accrualEnd: 1003n,
      slots: [{ hoursMap: hours, maxSpan: 168 }, {}],
    });
    await seeds(1001n, 1002n, 1003n, 1004n);
    await makePost(id, 0, 1002n);
    await makePost(id, 0, 1004n);
    await closable(1004n);
    await closeDuePeriods();
    const [scheduled, silent] = await slots(id);
    expect(scheduled).toMatchObject({ provenPeriods: 3n, fulfilments: 1, commitments: 1 });
    // only 1001 and 1002 lie strictly between start and end
    expect(silent).toMatchObject({ provenPeriods: 0n, commitments: 2 });
  });

  it('asks for another node once eight of the last commitments are broken', async () => {
    const { id } = await makeLiveDeal({ start: 1000n, slots: [{}] });
    const all = Array.from({ length: 9 }, (_, i) => 1001n + BigInt(i));
    await seeds(...all);
    await makePost(id, 0, 1001n);
    for (const p of all) {
      await closable(p);
      await closeDuePeriods();
      const repairs = (await jobsOf(id)).filter((job) => job.name === 'repair');
      expect(repairs).toHaveLength(p < 1009n ? 0 : 1);
    }
  });

  it('is not closed over a proof that came in after the others were judged', async () => {
    const { id } = await makeLiveDeal({ start: 1000n, slots: [{}] });
    await seeds(1001n);
    await closable(1001n);
    await makePost(id, 0, 1001n);
    const late = await db().postSubmission.findFirstOrThrow();
    await db().postSubmission.update({ where: { id: late.id }, data: { verifiedAt: null } });
    expect(await closeWithVerdicts(1001n, word(1001n))).toBe(false);
    expect((await period(1001n))?.status).toBe('OPEN');
    await db().postSubmission.update({ where: { id: late.id }, data: { verifiedAt: new Date() } });
    expect(await closeWithVerdicts(1001n, word(1001n))).toBe(true);
    expect((await slots(id))[0]).toMatchObject({ fulfilments: 1 });
  });

  it('closes although the body of a message is lost', async () => {
    const { id } = await makeLiveDeal({ start: 1000n, slots: [{}] });
    await seeds(1001n);
    await closable(1001n);
    await makePost(id, 0, 1001n);
    const row = { digest: 'lost', objectKey: 'proofs/post/1001/nobody/lost', bytes: 1 };
    await db().postSubmission.create({ data: { period: 1001n, operator: word(9), ...row } });
    await closeDuePeriods();
    expect((await slots(id))[0]).toMatchObject({ fulfilments: 1 });
  });
});
