import { decodeFunctionData, type Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { storageDealFactoryAbi } from '@/lib/core/chain/abi';
import { buildSlotTable } from '@/lib/core/deals';
import { db } from '@/lib/server/db';
import { encodeDeal } from '@/lib/server/encoding';
import {
  address,
  jobsOf,
  log,
  makeDeal,
  makeNode,
  running,
  startTestFolder,
} from '@/lib/server/lifecycle/testing/world';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import * as clocks from './clock';
import { newestPlan, planDeal, readPlan } from './plan-deal';
import { publishDeal } from './publish-deal';
import { replanRefused } from './publish-failed';

let database: TestDatabase;
let folder: ReturnType<typeof startTestFolder>;
const now = BigInt(Math.floor(Date.now() / 1000));
const clock = { timestamp: now, period: now / 20n };
beforeAll(async () => {
  database = await startTestDatabase();
  folder = startTestFolder();
  vi.spyOn(clocks, 'planningClock').mockResolvedValue(clock);
});
beforeEach(async () => {
  await db().node.deleteMany();
  await db().nodeProfile.deleteMany();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await database.stop();
  folder.remove();
});

const deal = (id: string) => db().deal.findUniqueOrThrow({ where: { id } });
const plans = (dealId: string) => db().plan.count({ where: { dealId } });
const inboxOf = async (recipient: string) =>
  (await db().inboxEvent.findMany({ where: { recipient }, orderBy: { seq: 'asc' } })).map(
    (event) => event.type,
  );

/** A deal that is encoded, with nodes to hold it. */
async function encodedDeal(over: Parameters<typeof makeDeal>[0] = {}, nodes = 8) {
  const operators: string[] = [];
  for (let n = 0; n < nodes; n++) operators.push(await makeNode(n));
  const made = await makeDeal(over);
  await encodeDeal(made.id, { signal: running(), log });
  return { ...made, operators };
}

async function currentPlan(dealId: string) {
  const row = await newestPlan(db(), dealId);
  return readPlan(row as NonNullable<typeof row>);
}

describe('planDeal', () => {
  it('writes a plan that the client can review', async () => {
    const { id, client } = await encodedDeal();
    await planDeal({ dealId: id });
    const row = await deal(id);
    const plan = await currentPlan(id);
    expect(row.status).toBe('REVIEW');
    expect(plan).toMatchObject({ dealId: id, k: 2, n: row.n, segments: 2, tier: 'day' });
    expect(plan.prediction.reached).toBe(true);
    expect(plan.nodes).toHaveLength(plan.n);
    const slots = plan.nodes.flatMap((node) => node.slots).sort((a, b) => a - b);
    expect(slots).toEqual(Array.from({ length: 2 * plan.n }, (_, i) => i));
    const rates = plan.nodes.map((node) => node.rate);
    const sum = rates.reduce((a, b) => a + b, 0n);
    expect(plan.cost.sealRewards).toBe(
      rates.reduce((total, rate) => total + 2n * ((rate * 2048n * 24n) / (24n << 20n)), 0n),
    );
    expect(plan.cost.total).toBe(
      (2n * sum * 48n * 2048n + (24n << 20n) - 1n) / (24n << 20n) + plan.cost.sealRewards,
    );
    expect(await inboxOf(client)).toEqual(['deal.review-ready']);
  });

  it('keeps nodes out that the client excludes, also in later plans', async () => {
    const { id } = await encodedDeal({ requestedN: 3 });
    await planDeal({ dealId: id });
    const [first, second] = (await currentPlan(id)).nodes.map((node) => node.operator);
    const exclude = [first as Hex, second as Hex];
    await planDeal({ dealId: id, exclude });
    for (let again = 0; again < 2; again++) {
      const chosen = (await currentPlan(id)).nodes.map((node) => node.operator);
      expect(chosen.filter((operator) => exclude.includes(operator))).toEqual([]);
      expect(chosen).toHaveLength(3);
      await planDeal({ dealId: id });
    }
    expect(await plans(id)).toBe(4);
  });

  it('says what is missing where the nodes cannot reach the tier', async () => {
    const { id } = await encodedDeal({ requestedN: 2, tier: 'instant' }, 2);
    await planDeal({ dealId: id });
    const { prediction } = await currentPlan(id);
    expect((await deal(id)).status).toBe('REVIEW');
    expect(prediction.reached).toBe(false);
    expect(prediction.missing).toMatch(/./);
  });

  it('fails the first plan with fewer nodes than shards, but shows a later one', async () => {
    const { id } = await encodedDeal({ requestedN: 5 }, 4);
    await planDeal({ dealId: id });
    expect(await deal(id)).toMatchObject({ status: 'FAILED', failureCode: 'NO_CAPACITY' });

    const other = await encodedDealWithFewer();
    await planDeal({ dealId: other.id, exclude: other.operators.slice(0, 2) });
    expect((await deal(other.id)).status).toBe('REVIEW');
    expect((await currentPlan(other.id)).prediction.reached).toBe(false);
  });

  async function encodedDealWithFewer() {
    await db().node.deleteMany();
    await db().nodeProfile.deleteMany();
    const made = await encodedDeal({ requestedN: 3 }, 4);
    await planDeal({ dealId: made.id });
    return made;
  }

  it('encodes again for another n, and then plans with the same exclusions', async () => {
    const { id, operators } = await encodedDeal({ requestedN: 3 });
    await planDeal({ dealId: id });
    const exclude = operators.slice(0, 1);
    await planDeal({ dealId: id, n: 5, exclude });
    expect(await deal(id)).toMatchObject({ status: 'REQUESTED', n: 5, content: null });
    expect(await db().shard.count({ where: { dealId: id } })).toBe(0);
    expect((await jobsOf(id)).map((job) => job.name)).toEqual(['encode', 'plan']);
    await encodeDeal(id, { signal: running(), log });
    const waiting = (await jobsOf(id)).find((job) => job.name === 'plan');
    expect(waiting?.data).toEqual({ dealId: id, exclude });
    await planDeal({ dealId: id, exclude });
    const plan = await currentPlan(id);
    expect(plan.n).toBe(5);
    expect(plan.nodes.map((node) => node.operator)).not.toContain(operators[0]);
  });

  it('does not touch a deal that is confirmed', async () => {
    const { id } = await encodedDeal({ requestedN: 3 });
    await planDeal({ dealId: id });
    await db().deal.update({ where: { id }, data: { status: 'CONFIRMED' } });
    await planDeal({ dealId: id });
    expect(await plans(id)).toBe(1);
  });

  it('plans with parameters that are about to be in force', async () => {
    const { id, operators } = await encodedDeal({ requestedN: 3 }, 3);
    const pending = {
      accepting: true,
      rate: '77',
      maxSpan: 9,
      minFileSize: '0',
      maxFileSize: '99999',
    };
    await db().node.update({
      where: { operator: operators[0] },
      data: { pending, pendingFrom: clock.period + 1n },
    });
    await planDeal({ dealId: id });
    const node = (await currentPlan(id)).nodes.find((n) => n.operator === operators[0]);
    expect(node).toMatchObject({ rate: 77n, maxSpan: 9 });
  });
});

async function confirmed() {
  const made = await encodedDeal({ requestedN: 3 });
  await planDeal({ dealId: made.id });
  const { planId } = await currentPlan(made.id);
  const data = { status: 'CONFIRMED' as const, confirmedPlanId: planId };
  await db().deal.update({ where: { id: made.id }, data });
  return { ...made, planId };
}

describe('publishDeal', () => {
  it('queues the call for the confirmed plan once', async () => {
    const { id, client, planId } = await confirmed();
    await Promise.all([publishDeal(id, planId), publishDeal(id, planId)]);
    await publishDeal(id, planId);
    const sent = await db().transaction.findMany({ where: { dealId: id } });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      idempotencyKey: `publish:${planId}`,
      signer: 'portal',
      to: address(0xc2),
    });
    const call = decodeFunctionData({ abi: storageDealFactoryAbi, data: sent[0]!.data as Hex });
    if (call.functionName !== 'publish') throw new Error('another call');
    const [terms, slots] = call.args;
    const row = await deal(id);
    expect(row.status).toBe('PUBLISHED');
    expect(terms).toMatchObject({ planId, contentHash: row.contentHash, slotCount: 6 });
    expect(terms.client.toLowerCase()).toBe(client);
    expect(terms.sealingDeadline).toBe(now + 600n);
    expect(buildSlotTable(slots).root).toMatch(/^0x/);
    const shards = await db().shard.findMany({
      where: { dealId: id },
      orderBy: [{ segment: 'asc' }, { index: 'asc' }],
    });
    expect(slots.map((slot) => slot.commD)).toEqual(shards.map((shard) => shard.commD));
  });

  it('goes back to review when the chain refuses, and says why', async () => {
    const { id, client, planId } = await confirmed();
    await publishDeal(id, planId);
    const error = 'Node 0x… changed its rate.';
    await db().transaction.updateMany({
      where: { dealId: id },
      data: { status: 'FAILED', errorCode: 'PARAMETERS_CHANGED', error },
    });
    await replanRefused();
    expect(await deal(id)).toMatchObject({ status: 'REVIEW', confirmedPlanId: null });
    await planDeal({ dealId: id });
    const last = await db().inboxEvent.findFirst({
      where: { recipient: client },
      orderBy: { seq: 'desc' },
    });
    expect(last).toMatchObject({
      type: 'deal.review-ready',
      payload: { dealId: id, reason: error },
    });
  });

  it('does not plan anew for a plan that is on chain already', async () => {
    const { id, planId } = await confirmed();
    await publishDeal(id, planId);
    await db().transaction.updateMany({
      where: { dealId: id },
      data: { status: 'FAILED', errorCode: 'PLAN_USED' },
    });
    await replanRefused();
    expect((await deal(id)).status).toBe('PUBLISHED');
  });
});
