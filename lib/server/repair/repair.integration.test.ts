import { decodeFunctionData, type Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { storageDealAbi } from '@/lib/core/chain/abi';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { hoursMapHex } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { encodeDeal } from '@/lib/server/encoding';
import { chainProgress } from '@/lib/server/lifecycle';
import {
  ALWAYS,
  address,
  followerAt,
  jobsOf,
  log,
  makeDeal,
  makeNode,
  running,
  startTestFolder,
  word,
} from '@/lib/server/lifecycle/testing/world';
import { objectStore } from '@/lib/server/object-store';
import * as clocks from '@/lib/server/planning/clock';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { askForDueRepairs } from './due-repairs';
import { repairSlot } from './repair-slot';

let database: TestDatabase;
let folder: ReturnType<typeof startTestFolder>;
const now = BigInt(Math.floor(Date.now() / 1000));
const clock = { timestamp: now, period: now / 20n };
const context = { signal: running(), log };
beforeAll(async () => {
  database = await startTestDatabase();
  folder = startTestFolder();
  vi.spyOn(clocks, 'planningClock').mockResolvedValue(clock);
});
beforeEach(async () => {
  await db().deal.deleteMany();
  await db().node.deleteMany();
  await db().nodeProfile.deleteMany();
  await db().transaction.deleteMany();
  await db().retrieval.deleteMany();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await database.stop();
  folder.remove();
});

const outbox = () => db().transaction.findMany({ orderBy: { createdAt: 'asc' } });

/** A published deal of two segments on three nodes, with more nodes standing by. */
async function publishedDeal(nodes: number, status: 'PENDING' | 'ACTIVE' = 'PENDING') {
  const operators: string[] = [];
  for (let n = 0; n < nodes; n++) operators.push(await makeNode(n));
  const { id, file } = await makeDeal({ requestedN: 3 });
  await encodeDeal(id, context);
  const shards = await db().shard.findMany({ where: { dealId: id } });
  const terms = {
    client: address(1),
    planId: word(1),
    contentHash: word(2),
    fileBytes: '5000',
    sectorBytes: '2048',
    dataShards: 2,
    totalShards: 3,
    slotCount: 6,
    durationPeriods: '48',
    maxRate: '2000000',
    sealRewardPeriods: 24,
    minRunwayPeriods: 6,
    feeBps: 0,
    sealingDeadline: '0',
    startDeadline: '0',
  };
  const contract = address(0xdea1);
  await db().deal.update({
    where: { id },
    data: {
      status,
      address: contract,
      terms,
      sealingDeadline: new Date(Number(now + 600n) * 1000),
    },
  });
  for (const shard of shards) {
    await db().slot.create({
      data: {
        dealId: id,
        index: shard.segment * 3 + shard.index,
        generation: 0,
        node: operators[shard.index]!,
        payout: operators[shard.index]!,
        rate: 1_000_000,
        maxSpan: 12,
        hoursMap: hoursMapHex(ALWAYS),
        commD: shard.commD,
        state: status === 'ACTIVE' ? 'LIVE' : 'OFFERED',
        offeredAt: new Date(Number(now) * 1000),
      },
    });
  }
  return { id, operators, contract, file };
}

const setSlot = (dealId: string, index: number, data: object) =>
  db().slot.update({ where: { dealId_index_generation: { dealId, index, generation: 0 } }, data });

function replacement(row: { data: string } | undefined) {
  const call = decodeFunctionData({ abi: storageDealAbi, data: row?.data as Hex });
  if (call.functionName !== 'replaceNode') throw new Error('another call');
  const [plan, reason, first] = call.args;
  expect(first).toMatchObject({ slot: plan.slot, generation: 0, commD: plan.commD });
  return { plan, reason };
}

describe('askForDueRepairs', () => {
  it('asks for the slots that need another node', async () => {
    const { id } = await publishedDeal(4);
    await setSlot(id, 1, { state: 'VACANT' });
    await setSlot(id, 2, { state: 'PRECOMMITTED', preCommits: 1 });
    await db().nodeProfile.updateMany({ data: { lastSeenAt: new Date(Number(now) * 1000) } });
    await followerAt(now + 59n);
    await askForDueRepairs((await chainProgress())!);
    const asked = async () =>
      (await jobsOf(id)).filter((job) => job.name === 'repair').map((job) => job.data);
    expect(await asked()).toEqual([{ dealId: id, slot: 1, generation: 0, reason: 'Refused' }]);
    await followerAt(now + 60n);
    await askForDueRepairs((await chainProgress())!);
    const slots = (await asked()).map((data) => (data as { slot: number }).slot);
    expect(slots.sort()).toEqual([0, 1, 3, 4, 5]);
  });

  it('leaves a node its slot whose proof waits for our verdict past the deadline', async () => {
    const { id } = await publishedDeal(4);
    await db().slot.updateMany({ where: { dealId: id }, data: { state: 'PROVED' } });
    const sealing = { state: 'PRECOMMITTED', preCommits: 1, proofDigest: word(7) };
    for (const index of [1, 2]) await setSlot(id, index, sealing);
    const body = { operator: address(1), objectKey: 'unused', bytes: 1 };
    await db().porepSubmission.create({
      data: { dealId: id, slot: 1, generation: 0, digest: word(7), ...body },
    });
    const asked = async () =>
      (await jobsOf(id))
        .filter((job) => job.name === 'repair')
        .map((job) => (job.data as { slot: number }).slot)
        .sort();
    await followerAt(now + 601n);
    await askForDueRepairs((await chainProgress())!);
    expect(await asked()).toEqual([2]);
    await followerAt(now + 1201n);
    await askForDueRepairs((await chainProgress())!);
    expect(await asked()).toEqual([1, 2]);
  });
});

describe('repairSlot', () => {
  it('offers the slot to a node that holds nothing of the deal, once', async () => {
    const { id, operators, contract } = await publishedDeal(4);
    const request = { dealId: id, slot: 4, generation: 0, reason: 'Silent' };
    await Promise.all([repairSlot(request, context), repairSlot(request, context)]);
    await repairSlot(request, context);
    const sent = await outbox();
    expect(sent.map((row) => row.idempotencyKey)).toEqual([`replace:${contract}:4:1`]);
    const { plan, reason } = replacement(sent[0]);
    const before = await db().slot.findFirstOrThrow({ where: { dealId: id, index: 4 } });
    expect(reason).toBe(0);
    expect(plan).toMatchObject({ slot: 4, generation: 1, commD: before.commD, maxSpan: 12 });
    expect(plan.node.toLowerCase()).toBe(operators[3]);
  });

  it('takes a holder of another segment where nobody else is free, never one of its own', async () => {
    const { id, operators } = await publishedDeal(4);
    await db().slot.updateMany({
      where: { dealId: id, index: 3 },
      data: { node: operators[3], payout: operators[3] },
    });
    await repairSlot({ dealId: id, slot: 1, generation: 0, reason: 'Silent' }, context);
    const { plan } = replacement((await outbox())[0]);
    expect(plan.node.toLowerCase()).toBe(operators[3]);
  });

  it('does nothing while no node is free, nor for a reason that does not fit', async () => {
    const { id } = await publishedDeal(3);
    await repairSlot({ dealId: id, slot: 1, generation: 0, reason: 'Silent' }, context);
    await makeNode(9);
    await repairSlot({ dealId: id, slot: 1, generation: 0, reason: 'Unhealthy' }, context);
    await repairSlot({ dealId: id, slot: 1, generation: 1, reason: 'Silent' }, context);
    expect(await outbox()).toEqual([]);
  });

  it('takes no dearer node where the deal cannot afford one', async () => {
    const { id, contract } = await publishedDeal(4);
    await db().transaction.create({
      data: {
        idempotencyKey: `replace:${contract}:1:1`,
        signer: 'portal',
        kind: 'replaceNode',
        to: contract,
        data: '0x',
        status: 'FAILED',
        errorCode: 'RUNWAY_TOO_SHORT',
        createdAt: new Date(Date.now() - 60_000),
      },
    });
    const request = { dealId: id, slot: 1, generation: 0, reason: 'Silent' };
    await repairSlot(request, context); // the only free node asks 1000003
    expect(await outbox()).toHaveLength(1);
    await makeNode(5, { rate: 999_999 });
    await repairSlot(request, context);
    const last = (await outbox()).find((row) => row.idempotencyKey.endsWith('#2'));
    expect(replacement(last).plan.rate).toBe(999_999n);
  });

  it('makes a shard again out of the restored file when the portal has it no more', async () => {
    const { id, file } = await publishedDeal(4, 'ACTIVE');
    const slot = await db().slot.findFirstOrThrow({ where: { dealId: id, index: 5 } });
    const key = objectKeys.shard(slot.commD);
    const original = await objectStore().bytes(key);
    await objectStore().delete(key);
    const request = { dealId: id, slot: 5, generation: 0, reason: 'Unhealthy' };
    await repairSlot(request, context);
    await repairSlot(request, context);
    expect(await outbox()).toEqual([]);
    const retrievals = await db().retrieval.findMany({ where: { dealId: id } });
    expect(retrievals).toHaveLength(1);
    const retrieval = retrievals[0]!;
    // A live slot is not looked at by the housekeeper, so the job comes again by itself.
    const again = (await jobsOf(id)).filter((job) => job.name === 'repair');
    expect(again.map((job) => job.data)).toEqual([request]);
    await objectStore().put(objectKeys.retrievalContent(retrieval.id), file);
    await db().retrieval.update({
      where: { id: retrieval.id },
      data: { status: 'READY', expiresAt: new Date(Date.now() + 3_600_000) },
    });
    await repairSlot(request, context);
    expect(Buffer.from(await objectStore().bytes(key)).equals(Buffer.from(original))).toBe(true);
    expect(replacement((await outbox())[0])).toMatchObject({ reason: 2, plan: { slot: 5 } });
  });

  it('does not ask the holders again at once after they failed to bring the file back', async () => {
    const { id } = await publishedDeal(4, 'ACTIVE');
    const slot = await db().slot.findFirstOrThrow({ where: { dealId: id, index: 5 } });
    await objectStore().delete(objectKeys.shard(slot.commD));
    const request = { dealId: id, slot: 5, generation: 0, reason: 'InvalidProof' };
    const count = () => db().retrieval.count({ where: { dealId: id } });
    await repairSlot(request, context);
    await db().retrieval.updateMany({ where: { dealId: id }, data: { status: 'FAILED' } });
    await repairSlot(request, context);
    expect(await count()).toBe(1);
    await db().retrieval.updateMany({ data: { createdAt: new Date(Date.now() - 3_600_000) } });
    await repairSlot(request, context);
    expect(await count()).toBe(2);
  });
});
