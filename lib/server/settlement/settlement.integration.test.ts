import { decodeFunctionData, type Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { storageDealAbi } from '@/lib/core/chain/abi';
import { isInLedger, publishVerdicts } from '@/lib/core/deals';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { hoursMapHex } from '@/lib/core/protocol/primitives';
import { db, type Prisma } from '@/lib/server/db';
import { chainProgress } from '@/lib/server/lifecycle';
import { makeLiveDeal, makePost } from '@/lib/server/lifecycle/testing/live-deal';
import { address, followerAt, startTestFolder, word } from '@/lib/server/lifecycle/testing/world';
import { objectStore } from '@/lib/server/object-store';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { beginClosings } from './closing';
import { endableDeals, endDeal, MAX_END_LEAVES } from './end-deal';
import { warnOfLowBalances } from './low-balance';
import { settleDeal } from './settle-deal';
import { cancelUnstarted } from './start-deadline';

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
  await db().transaction.deleteMany();
  await db().chainEvent.deleteMany();
});
afterAll(async () => {
  await database.stop();
  folder.remove();
});

/** The follower has just entered a period of the test profile. */
const inPeriod = (period: bigint) => followerAt(period * 20n);
const progress = async () => (await chainProgress())!;
const deal = (id: string) => db().deal.findUniqueOrThrow({ where: { id } });
const outbox = () => db().transaction.findMany({ orderBy: { createdAt: 'asc' } });

/** The root of a period with the present figures of a deal is on chain. */
async function posted(period: bigint, dealId: string): Promise<Hex> {
  const slots = await db().slot.findMany({ where: { dealId }, include: { deal: true } });
  const { bytes, tree, manifestHash } = publishVerdicts({
    chainId: 31337,
    period,
    seed: word(period),
    entries: slots.map((row) => ({
      due: true,
      digest: null,
      verdict: 'accepted',
      leaf: {
        deal: row.deal.address as Hex,
        slot: row.index,
        generation: row.generation,
        provenPeriods: row.provenPeriods,
        fulfilments: row.fulfilments,
        commitments: row.commitments,
        lastAccepted: row.lastAccepted,
      },
    })),
  });
  await objectStore().put(objectKeys.verdicts(period), bytes);
  const data = { root: tree.root, manifestHash, status: 'POSTED' as const };
  await db().period.upsert({
    where: { index: period },
    create: { index: period, ...data },
    update: data,
  });
  return tree.root;
}

const work = (n: bigint, lastAccepted: bigint): Partial<Prisma.SlotUncheckedCreateInput> => ({
  provenPeriods: n,
  fulfilments: Number(n),
  commitments: Number(n),
  lastAccepted,
});

function callOf(row: { data: string } | undefined) {
  const call = decodeFunctionData({ abi: storageDealAbi, data: row?.data as Hex });
  if (call.functionName !== 'settleMany' && call.functionName !== 'endDeal') throw new Error('?');
  const [period, leaves, paths] = call.args;
  return { period, leaves, paths };
}

describe('settleDeal', () => {
  it('pays once what moved since the newest settlement, with paths to the root', async () => {
    const made = await makeLiveDeal({ slots: [work(5n, 1005n), work(5n, 1005n), {}] });
    const args = {
      slot: 0,
      generation: 0,
      amount: '1',
      provenPeriods: '5',
      fulfilments: 5,
      commitments: 5,
    };
    await db().chainEvent.create({
      data: {
        blockNumber: 1n,
        logIndex: 0,
        blockHash: word(1),
        txHash: word(2),
        address: made.deal,
        name: 'Settled',
        args,
      },
    });
    const root = await posted(1005n, made.id);
    await Promise.all([settleDeal(made.id, 1005n), settleDeal(made.id, 1005n)]);
    const sent = await outbox();
    expect(sent.map((row) => [row.idempotencyKey, row.signer])).toEqual([
      [`settle:${made.deal}:1005:0`, 'relayer'],
    ]);
    const { period, leaves, paths } = callOf(sent[0]);
    expect(period).toBe(1005n);
    expect(leaves.map((leaf) => leaf.slot)).toEqual([1]);
    expect(isInLedger(root, leaves[0]!, paths[0]!)).toBe(true);
  });

  it('sends many leaves in parts', async () => {
    const slots = Array.from({ length: 45 }, () => work(5n, 1005n));
    const made = await makeLiveDeal({ slots });
    await posted(1005n, made.id);
    await settleDeal(made.id, 1005n);
    const sizes = (await outbox()).map((row) => callOf(row).leaves.length);
    expect(sizes).toEqual([20, 20, 5]);
  });

  it('settles by no root that is not final', async () => {
    const made = await makeLiveDeal({ slots: [work(5n, 1005n)] });
    await posted(1005n, made.id);
    await db().period.update({ where: { index: 1005n }, data: { status: 'CLOSED' } });
    await settleDeal(made.id, 1005n);
    expect(await outbox()).toEqual([]);
  });
});

describe('endDeal', () => {
  const closing = { status: 'CLOSING' as const, accrualEnd: 1010n };

  it('ends early once all have proved up to the end and disputes are over', async () => {
    const made = await makeLiveDeal({ ...closing, slots: [work(10n, 1010n), work(10n, 1011n)] });
    await makePost(made.id, 0, 1010n);
    await makePost(made.id, 1, 1011n);
    await posted(1010n, made.id);
    await posted(1011n, made.id);
    await inPeriod(1012n);
    expect(await endableDeals(await progress())).toEqual([]);
    await inPeriod(1013n);
    expect(await endableDeals(await progress())).toEqual([made.id]);
    await Promise.all([endDeal(made.id), endDeal(made.id)]);
    const sent = await outbox();
    expect(sent.map((row) => [row.idempotencyKey, row.signer])).toEqual([
      [`end:${made.deal}`, 'portal'],
    ]);
    const { period, leaves } = callOf(sent[0]);
    expect(period).toBe(1011n);
    expect(leaves.map((leaf) => leaf.lastAccepted)).toEqual([1010n, 1011n]);
  });

  it('does not take a proof of a void period for the last one', async () => {
    const made = await makeLiveDeal({ ...closing, slots: [work(10n, 1012n)] });
    await makePost(made.id, 0, 1010n);
    await makePost(made.id, 0, 1012n);
    await db().period.create({ data: { index: 1010n, status: 'VOID' } });
    await posted(1011n, made.id);
    await posted(1012n, made.id);
    await inPeriod(1020n);
    await endDeal(made.id);
    expect(callOf((await outbox())[0]).period).toBe(1012n);
  });

  it('waits for the settlement window while a proof is missing', async () => {
    const hours = { hoursMap: hoursMapHex((1n << 168n) - 8n) }; // longest gap 3
    const made = await makeLiveDeal({
      ...closing,
      slots: [{ ...work(10n, 1011n), ...hours }, work(4n, 1004n)],
    });
    await makePost(made.id, 0, 1011n);
    await posted(1015n, made.id);
    // 1010 + gap 3 + 1 + root delay 6 + dispute 1
    await inPeriod(1021n);
    await endDeal(made.id);
    expect(await outbox()).toEqual([]);
    await inPeriod(1022n);
    await endDeal(made.id);
    expect(callOf((await outbox())[0]).period).toBe(1015n);
  });

  it('settles a deal with more leaves than one call takes, then ends it', async () => {
    const count = MAX_END_LEAVES + 2;
    const made = await makeLiveDeal({
      ...closing,
      slots: Array.from({ length: count }, () => work(10n, 1010n)),
    });
    for (let slot = 0; slot < count; slot++) await makePost(made.id, slot, 1010n);
    await posted(1015n, made.id);
    await inPeriod(1017n);
    await endDeal(made.id);
    expect(await outbox()).toEqual([]);
    await inPeriod(1019n);
    await endDeal(made.id);
    const sent = await outbox();
    expect(sent.map((row) => row.kind)).toEqual(['settle', 'settle', 'settle', 'endDeal']);
    expect(sent.slice(0, 3).flatMap((row) => callOf(row).leaves)).toHaveLength(count);
    expect(callOf(sent[3]).leaves).toHaveLength(MAX_END_LEAVES);
  });

  it('takes the next root when the file of the best one is lost or false', async () => {
    const made = await makeLiveDeal({ ...closing, slots: [work(10n, 1010n)] });
    await makePost(made.id, 0, 1010n);
    for (const period of [1010n, 1011n, 1012n]) await posted(period, made.id);
    await objectStore().delete(objectKeys.verdicts(1010n));
    await db().period.update({ where: { index: 1011n }, data: { root: word(9) } });
    await inPeriod(1014n);
    await endDeal(made.id);
    expect(callOf((await outbox())[0]).period).toBe(1012n);
    expect(callOf((await outbox())[0]).leaves).toHaveLength(1);
  });

  it('ends without leaves when every file is lost, but not before the grace is over', async () => {
    const made = await makeLiveDeal({ ...closing, slots: [work(4n, 1004n)] });
    await posted(1012n, made.id);
    await objectStore().delete(objectKeys.verdicts(1012n));
    // 1010 + 1 + root delay 6 + dispute 1, then the grace of 24
    for (const period of [1019n, 1042n]) {
      await inPeriod(period);
      await endDeal(made.id);
      expect(await outbox()).toEqual([]);
    }
    await inPeriod(1043n);
    await endDeal(made.id);
    const { period, leaves } = callOf((await outbox())[0]);
    expect([period, leaves]).toEqual([0n, []]);
  });

  it('does not hold the lock of the deal while it reads', async () => {
    const made = await makeLiveDeal({ ...closing, slots: [work(10n, 1010n)] });
    await makePost(made.id, 0, 1010n);
    await posted(1010n, made.id);
    await inPeriod(1013n);
    const store = objectStore();
    const read = store.bytes.bind(store);
    let wasFree: boolean | undefined;
    const spy = vi.spyOn(store, 'bytes').mockImplementation(async (key) => {
      const rows = await db().$queryRaw<unknown[]>`
        SELECT 1 FROM "Deal" WHERE "id" = ${made.id} FOR UPDATE SKIP LOCKED`;
      wasFree = rows.length === 1;
      return read(key);
    });
    await endDeal(made.id);
    spy.mockRestore();
    expect(wasFree).toBe(true);
    expect(await outbox()).toHaveLength(1);
  });

  it('tries again after a refusal, but not at once', async () => {
    const made = await makeLiveDeal({ ...closing, slots: [work(10n, 1010n)] });
    await makePost(made.id, 0, 1010n);
    await posted(1010n, made.id);
    await inPeriod(1013n);
    await endDeal(made.id);
    await db().transaction.updateMany({ data: { status: 'FAILED' } });
    await endDeal(made.id);
    expect(await outbox()).toHaveLength(1);
    await db().transaction.updateMany({ data: { createdAt: new Date(Date.now() - 60_000) } });
    await endDeal(made.id);
    expect((await outbox()).map((row) => row.idempotencyKey).sort()).toEqual([
      `end:${made.deal}`,
      `end:${made.deal}#2`,
    ]);
  });
});

describe('beginClosings', () => {
  it('closes a deal whose term or money has run out and tells its nodes', async () => {
    const { id } = await makeLiveDeal({ fundedUntil: 1010n, accrualEnd: 1010n });
    await inPeriod(1010n);
    await beginClosings(await progress());
    expect((await deal(id)).status).toBe('ACTIVE');
    await inPeriod(1011n);
    await beginClosings(await progress());
    await beginClosings(await progress());
    expect(await deal(id)).toMatchObject({ status: 'CLOSING', accrualEnd: 1010n });
    const told = await db().inboxEvent.findMany({ where: { recipient: address(0xa_0000) } });
    expect(told.map((event) => event.type)).toEqual(['deal.closing']);
  });
});

describe('deadlines', () => {
  it('cancels a deal that was not started in time', async () => {
    const startDeadline = new Date(1000 * 20 * 1000);
    const { id } = await makeLiveDeal({ status: 'PENDING', startDeadline });
    await inPeriod(1000n);
    await cancelUnstarted(await progress());
    expect(await outbox()).toEqual([]);
    await inPeriod(1001n);
    await cancelUnstarted(await progress());
    await cancelUnstarted(await progress());
    expect((await outbox()).map((row) => row.idempotencyKey)).toEqual([`cancel:${id}`]);
  });

  it('warns once per level of funding', async () => {
    const { client, id } = await makeLiveDeal({ fundedUntil: 1010n, accrualEnd: 1010n });
    await inPeriod(1004n);
    await warnOfLowBalances(await progress());
    const told = () => db().inboxEvent.count({ where: { recipient: client } });
    expect(await told()).toBe(0);
    await inPeriod(1005n);
    await warnOfLowBalances(await progress());
    await warnOfLowBalances(await progress());
    expect(await told()).toBe(1);
    await db().deal.update({ where: { id }, data: { fundedUntil: 1048n } });
    await inPeriod(1045n);
    await warnOfLowBalances(await progress());
    expect(await told()).toBe(1);
  });
});
