import { randomBytes } from 'node:crypto';
import { bytesToHex, type Hex } from 'viem';
import type { PlacementResult } from '@/lib/core/placement';
import { tier as tierSchema } from '@/lib/core/protocol/deals';
import { type Plan, plan as planSchema } from '@/lib/core/protocol/plans';
import { db, type Tx, toBig } from '@/lib/server/db';
import type { QueuePayloads } from '@/lib/server/jobs';
import { type DealRow, failDeal, moveDeal, profile, withLockedDeal } from '@/lib/server/lifecycle';
import { notify } from '@/lib/server/notifications';
import { type PlanningClock, planningClock } from './clock';
import { placeDeal } from './place';
import { planJson } from './plan-json';
import { type NewShape, reEncode } from './re-encode';
import { isImpossibleLayout, layoutOf } from './segment-layout';

export type PlanRequest = QueuePayloads['plan'];

/** What the nodes of today can do for a deal. */
interface Proposal {
  shape: NewShape;
  exclude: string[];
  placement: PlacementResult;
}

/** True where shards and slots of a plan would be those that are encoded. */
function fits(deal: DealRow, shape: NewShape): boolean {
  return deal.k === shape.k && deal.n === shape.n;
}

async function exclusions(deal: DealRow, request: PlanRequest): Promise<string[]> {
  if (request.exclude) return request.exclude.map((operator) => operator.toLowerCase());
  const newest = await newestPlan(db(), deal.id);
  return newest?.excluded ?? [];
}

/** The plan that a client reviews: the newest. */
export function newestPlan(tx: Tx, dealId: string) {
  return tx.plan.findFirst({ where: { dealId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
}

/** Keeps n where it serves, because another n means to encode again. */
async function propose(
  deal: DealRow,
  request: PlanRequest,
  seed: Hex,
  clock: PlanningClock,
): Promise<Proposal> {
  const exclude = await exclusions(deal, request);
  const tier = request.tier ?? deal.tier;
  const k = request.k ?? deal.k;
  const requestedN = request.n ?? deal.requestedN;
  const place = (n?: number) => placeDeal({ ...deal, tier, k }, { n, exclude, seed, clock });
  const proposal = (n: number, placement: PlacementResult): Proposal => ({
    shape: { tier, k, n, requestedN },
    exclude,
    placement,
  });
  if (requestedN !== null) return proposal(requestedN, await place(requestedN));
  if (k !== deal.k || deal.n === null) {
    const free = await place();
    return proposal(free.n, free);
  }
  const kept = await place(deal.n);
  if (kept.reached) return proposal(deal.n, kept);
  const free = await place();
  const isBetter = free.reached || (free.n > 0 && kept.nodes.length < deal.n);
  return isBetter ? proposal(free.n, free) : proposal(deal.n, kept);
}

/** Why the plan before was not published, if the chain refused it. */
async function refusalOf(tx: Tx, planId?: string): Promise<string | undefined> {
  if (planId === undefined) return undefined;
  const where = { idempotencyKey: `publish:${planId}`, status: 'FAILED' as const };
  const refused = await tx.transaction.findFirst({ where });
  return refused?.error ?? undefined;
}

async function savePlan(
  tx: Tx,
  deal: DealRow,
  planId: Hex,
  proposal: Proposal,
  clock: PlanningClock,
): Promise<void> {
  const { shape, placement, exclude } = proposal;
  const body = planJson({
    planId,
    dealId: deal.id,
    createdAt: new Date(Number(clock.timestamp) * 1000),
    tier: tierSchema.parse(shape.tier),
    durationPeriods: deal.durationPeriods,
    layout: layoutOf(deal, shape.n),
    placement,
    maxRate: deal.maxRate === null ? undefined : toBig(deal.maxRate),
    fileBytes: deal.fileBytes,
    profile: profile(),
  });
  const { reached } = placement;
  const reason = await refusalOf(tx, (await newestPlan(tx, deal.id))?.id);
  await tx.plan.create({
    data: { id: planId, dealId: deal.id, seed: planId, excluded: exclude, body, reached },
  });
  const { tier, requestedN } = shape;
  if (deal.status === 'ENCODED') await moveDeal(tx, deal, 'REVIEW', { tier, requestedN });
  else await tx.deal.update({ where: { id: deal.id }, data: { tier, requestedN } });
  await notify(tx, {
    recipient: deal.client as Hex,
    type: 'deal.review-ready',
    payload: { dealId: deal.id, ...(reason === undefined ? {} : { reason }) },
    dedupeKey: `deal.review-ready:${planId}`,
  });
}

async function store(
  tx: Tx,
  deal: DealRow,
  planId: Hex,
  proposal: Proposal,
  clock: PlanningClock,
): Promise<void> {
  const { shape, placement, exclude } = proposal;
  const isUsable = placement.nodes.length === shape.n && shape.n > 0;
  if (!isUsable && deal.status === 'ENCODED') {
    const message = placement.missing ?? 'There are not enough computers for this file now.';
    return failDeal(tx, deal, { code: 'NO_CAPACITY', message });
  }
  if (isUsable && !fits(deal, shape)) return reEncode(tx, deal, shape, exclude);
  return savePlan(tx, deal, planId, proposal, clock);
}

/**
 * Plans a deal: ENCODED → REVIEW, or a new plan in REVIEW. The client is told either way, also
 * when the plan misses its tier (`reached` false, `missing` in words). With fewer nodes than shards
 * a first plan fails the deal (NO_CAPACITY); a later one is shown without nodes. Another k or n
 * sends the deal through encoding again.
 */
export async function planDeal(request: PlanRequest, at?: PlanningClock): Promise<void> {
  const deal = await db().deal.findUnique({ where: { id: request.dealId } });
  if (!deal || (deal.status !== 'ENCODED' && deal.status !== 'REVIEW')) return;
  const clock = at ?? (await planningClock());
  const planId = bytesToHex(randomBytes(32));
  let proposal: Proposal;
  try {
    proposal = await propose(deal, request, planId, clock);
  } catch (error) {
    if (!isImpossibleLayout(error)) throw error;
    const failure = { code: 'LAYOUT_IMPOSSIBLE', message: error.shortMessage };
    await withLockedDeal(deal.id, (tx, locked) => failDeal(tx, locked, failure));
    return;
  }
  await withLockedDeal(deal.id, async (tx, locked) => {
    const isSame = locked.status === deal.status && locked.n === deal.n && locked.k === deal.k;
    if (isSame) await store(tx, locked, planId, proposal, clock);
  });
}

/** A stored plan. */
export function readPlan(row: { body: unknown }): Plan {
  return planSchema.parse(row.body);
}
