import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hoursMapHex } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { makeLiveDeal, makePost } from '@/lib/server/lifecycle/testing/live-deal';
import { followerAt, jobsOf, startTestFolder, word } from '@/lib/server/lifecycle/testing/world';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { closeDuePeriods } from './close-periods';
import { openCredits } from './credits';

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
  await db().deal.deleteMany();
  await db().period.deleteMany();
  await db().postSubmission.deleteMany();
});
afterAll(async () => {
  await database.stop();
  folder.remove();
});

/** Closes everything up to a period; those without proofs are silent. */
async function closeUntil(period: bigint): Promise<void> {
  await followerAt((period + 1n) * T + GRACE);
  const newest = period + 1n;
  await closeDuePeriods({ newestPeriod: async () => newest });
}
const seeds = (first: bigint, last: bigint) =>
  db().period.createMany({
    data: Array.from({ length: Number(last - first) + 1 }, (_, i) => ({
      index: first + BigInt(i),
      seed: word(first + BigInt(i)),
    })),
  });
const account = (dealId: string) => db().slot.findFirstOrThrow({ where: { dealId } });
/** As the follower leaves it when the contract says that it credited a proof. */
const credit = (dealId: string, period: bigint, periods: bigint) =>
  db().creditedDispute.create({ data: { dealId, index: 0, generation: 0, period, periods } });

/** A slot that promises one period of the next, so that proofs in others are for money only. */
async function seldomPromised(promised: bigint) {
  const hoursMap = hoursMapHex(1n << ((promised + 72n) % 168n));
  const { id } = await makeLiveDeal({ start: 1000n, slots: [{ hoursMap, maxSpan: 168 }] });
  return id;
}

describe('what disputes credited', () => {
  it('is taken off the next credits where a later proof had the time already, and once', async () => {
    const id = await seldomPromised(1040n);
    await seeds(1001n, 1008n);
    for (let p = 1003n; p <= 1008n; p++) await makePost(id, 0, p);
    await closeUntil(1003n);
    expect(await account(id)).toMatchObject({ provenPeriods: 3n, lastAccepted: 1003n });
    // The contract saw nothing but the leaf of 1002, and credited the time since the start.
    await credit(id, 1002n, 2n);
    await closeUntil(1004n);
    expect(await account(id)).toMatchObject({ provenPeriods: 3n, overCredited: 1n });
    await closeUntil(1005n);
    expect(await account(id)).toMatchObject({ provenPeriods: 3n, overCredited: 0n });
    await closeUntil(1008n);
    // Six by the leaf and two by the dispute: each period once.
    expect(await account(id)).toMatchObject({ provenPeriods: 6n, overCredited: 0n });
  });

  it('is accepted from then on, and void periods after it are no promises broken', async () => {
    const { id } = await makeLiveDeal({ start: 1000n, slots: [{}] });
    await seeds(1001n, 1006n);
    await db().period.update({ where: { index: 1003n }, data: { downSeconds: 4 } });
    await makePost(id, 0, 1001n);
    await makePost(id, 0, 1006n);
    await closeUntil(1004n);
    expect(await account(id)).toMatchObject({ lastAccepted: 1001n, missedSince: 2 });
    await credit(id, 1002n, 1n);
    await closeUntil(1005n);
    expect(await account(id)).toMatchObject({
      ...{ lastAccepted: 1002n, missedSince: 2, waypoints: [1003n], provenPeriods: 1n },
    });
    await closeUntil(1006n);
    // Of the four periods since, two promises were broken.
    expect(await account(id)).toMatchObject({ provenPeriods: 3n, overCredited: 0n });
  });

  it('for a proof that is accepted too is all too much', async () => {
    const { id } = await makeLiveDeal({ start: 1000n, slots: [{}] });
    await seeds(1001n, 1006n);
    for (let p = 1001n; p <= 1006n; p++) await makePost(id, 0, p);
    await closeUntil(1003n);
    await credit(id, 1002n, 2n);
    await credit(id, 1003n, 1n);
    await closeUntil(1006n);
    // Six periods are over, three of them paid by the chain itself.
    expect(await account(id)).toMatchObject({ provenPeriods: 3n, overCredited: 0n });
  });

  it('waits while its own period is not counted', async () => {
    const id = await seldomPromised(1040n);
    await seeds(1001n, 1004n);
    await makePost(id, 0, 1004n);
    await credit(id, 1002n, 2n);
    await closeUntil(1001n);
    expect(await account(id)).toMatchObject({ lastAccepted: 0n });
    expect(await db().creditedDispute.findFirst()).toMatchObject({ countedPeriods: null });
    await closeUntil(1004n);
    expect(await account(id)).toMatchObject({ provenPeriods: 2n, lastAccepted: 1004n });
    expect(await db().creditedDispute.findFirst()).toMatchObject({ countedPeriods: 2n });
  });

  it('is taken in before void periods are counted, so that they bridge from it', async () => {
    const { id } = await makeLiveDeal({ start: 1000n, slots: [{ maxSpan: 1 }] });
    await seeds(1001n, 1004n);
    await closeUntil(1001n);
    await credit(id, 1001n, 1n);
    for (const index of [1002n, 1003n]) {
      await db().period.update({ where: { index }, data: { downSeconds: 4 } });
    }
    await makePost(id, 0, 1004n);
    await closeUntil(1003n);
    expect(await account(id)).toMatchObject({ lastAccepted: 1001n, missedSince: 0 });
    await closeUntil(1004n);
    expect(await account(id)).toMatchObject({ provenPeriods: 3n, overCredited: 0n });
  });

  it('keeps a slot healthy as any other proof', async () => {
    const { id } = await makeLiveDeal({ start: 1000n, slots: [{}] });
    await seeds(1001n, 1010n);
    await makePost(id, 0, 1001n);
    await closeUntil(1006n);
    await credit(id, 1005n, 1n);
    const repairs = async () => (await jobsOf(id)).filter((job) => job.name === 'repair');
    await closeUntil(1009n);
    // Eight promises have no proof in the ledger, but one of them was kept.
    expect(await account(id)).toMatchObject({ commitments: 9, fulfilments: 1 });
    expect(await repairs()).toEqual([]);
    await closeUntil(1010n);
    expect(await repairs()).toHaveLength(1);
  });

  it('never sets an account back where what was accepted around it is not known any more', async () => {
    const id = await seldomPromised(1040n);
    await seeds(1001n, 1007n);
    for (const period of [1003n, 1004n, 1007n]) await makePost(id, 0, period);
    await closeUntil(1005n);
    expect(await account(id)).toMatchObject({ lastAccepted: 1004n, provenPeriods: 4n });
    await db().postSubmission.deleteMany({ where: { period: { lt: 1005n } } });
    await credit(id, 1002n, 2n);
    await credit(id, 1004n, 1n);
    await closeUntil(1006n);
    expect(await account(id)).toMatchObject({ lastAccepted: 1004n, overCredited: 3n });
    await closeUntil(1007n);
    expect(await account(id)).toMatchObject({ provenPeriods: 4n, overCredited: 0n });
  });

  it('takes a proof that is left of an old time not for the next one', async () => {
    const id = await seldomPromised(1040n);
    const data = { countedPeriod: 5300n, lastAccepted: 5300n, provenPeriods: 4300n };
    await db().slot.updateMany({ where: { dealId: id }, data });
    const ends = { endPeriod: 9000n, fundedUntil: 9000n, accrualEnd: 9000n };
    await db().deal.update({ where: { id }, data: ends });
    await db().period.create({ data: { index: 5300n, status: 'CLOSED' } });
    await seeds(5301n, 5301n);
    // Proofs of each period before are deleted, as they are after 4200 periods.
    await makePost(id, 0, 1300n);
    await credit(id, 1150n, 150n);
    await closeUntil(5301n);
    expect(await account(id)).toMatchObject({ lastAccepted: 5300n, overCredited: 150n });
  });

  it('asks only for those of deals that run', async () => {
    const [running, over] = [await seldomPromised(1040n), await seldomPromised(1040n)];
    await seeds(1001n, 1003n);
    await closeUntil(1002n);
    await credit(running, 1001n, 1n);
    await credit(running, 1002n, 1n);
    await credit(over, 1002n, 2n);
    await db().deal.update({ where: { id: over }, data: { status: 'COMPLETED' } });
    const open = () => openCredits(db());
    expect(await open()).toEqual(
      new Map([
        [
          `${running}/0/0`,
          [1001n, 1002n].map((period) => ({
            ...{ dealId: running, index: 0, generation: 0 },
            ...{ period, periods: 1n, countedPeriods: null },
          })),
        ],
      ]),
    );
    await closeUntil(1003n);
    expect(await open()).toEqual(new Map());
    expect(await account(running)).toMatchObject({ lastAccepted: 1002n, overCredited: 0n });
  });
});

describe('what a reorg made of what disputes credited', () => {
  /** As the follower leaves it: what the chain says now of a proof that accounts know of. */
  const say = (periods: bigint | null) => db().creditedDispute.updateMany({ data: { periods } });
  const row = () => db().creditedDispute.findFirstOrThrow();

  /** Silence but for the proof of 1002, which disputes credited; the account knows of it. */
  async function credited(periods: bigint): Promise<string> {
    const id = await seldomPromised(1040n);
    await seeds(1001n, 1010n);
    await closeUntil(1003n);
    await credit(id, 1002n, periods);
    await closeUntil(1004n);
    expect(await account(id)).toMatchObject({ lastAccepted: 1002n });
    return id;
  }

  it('is taken out where it is gone, and the proof, which stays accepted, is paid once', async () => {
    const id = await credited(5n);
    expect(await account(id)).toMatchObject({ overCredited: 3n });
    await say(null);
    await closeUntil(1005n);
    expect(await account(id)).toMatchObject({ lastAccepted: 1002n, overCredited: -2n });
    expect(await row()).toMatchObject({ periods: null, countedPeriods: 0n });
    await makePost(id, 0, 1006n);
    await closeUntil(1006n);
    expect(await account(id)).toMatchObject({ provenPeriods: 6n, overCredited: 0n });
    // It comes back after all, and once only.
    await say(2n);
    await closeUntil(1007n);
    expect(await account(id)).toMatchObject({ provenPeriods: 6n, overCredited: 2n });
    await makePost(id, 0, 1010n);
    await closeUntil(1010n);
    expect(await account(id)).toMatchObject({ provenPeriods: 8n, overCredited: 0n });
    expect(await row()).toMatchObject({ periods: 2n, countedPeriods: 2n });
  });

  it('is corrected by the difference where the figure is another', async () => {
    const id = await credited(5n);
    await say(2n);
    await closeUntil(1005n);
    expect(await account(id)).toMatchObject({ lastAccepted: 1002n, overCredited: 0n });
    await closeUntil(1006n);
    expect(await account(id)).toMatchObject({ overCredited: 0n });
    expect(await row()).toMatchObject({ countedPeriods: 2n });
  });

  it('is nothing where it came back before the next close', async () => {
    const id = await credited(5n);
    const before = await account(id);
    await say(null);
    await say(5n);
    await closeUntil(1005n);
    expect(await account(id)).toEqual({ ...before, countedPeriod: 1005n });
  });
});
