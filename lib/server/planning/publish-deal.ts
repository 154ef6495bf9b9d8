import { encodeFunctionData, type Hex } from 'viem';
import { storageDealFactoryAbi } from '@/lib/core/chain/abi';
import { buildDealTerms, slotPlansOf } from '@/lib/core/deals';
import { AppError } from '@/lib/core/errors';
import { contentDescription } from '@/lib/core/protocol/content';
import { deployment, queueTransaction } from '@/lib/server/chain';
import type { Tx } from '@/lib/server/db';
import { enqueue } from '@/lib/server/jobs';
import { type DealRow, jobKeys, moveDeal, profile, withLockedDeal } from '@/lib/server/lifecycle';
import { type PlanningClock, planningClock } from './clock';
import { readPlan } from './plan-deal';

/** Call data of `factory.publish` for a confirmed plan. */
export function publishCall(deal: DealRow, planRow: { body: unknown }, clock: PlanningClock): Hex {
  const plan = readPlan(planRow);
  const content = contentDescription.parse(deal.content);
  const terms = buildDealTerms({
    client: deal.client as Hex,
    planId: plan.planId,
    contentHash: deal.contentHash as Hex,
    fileBytes: deal.fileBytes,
    sectorBytes: plan.sectorBytes,
    k: plan.k,
    n: plan.n,
    segments: plan.segments,
    durationPeriods: plan.durationPeriods,
    maxRate: plan.maxRate,
    feeBps: plan.feeBps,
    profile: profile(),
    now: clock.timestamp,
  });
  const args = [terms, slotPlansOf(plan, content)] as const;
  return encodeFunctionData({ abi: storageDealFactoryAbi, functionName: 'publish', args });
}

/** Null for a plan that lacks nodes or was made for other shards. */
function callOrNull(deal: DealRow, planRow: { body: unknown }, clock: PlanningClock): Hex | null {
  try {
    return publishCall(deal, planRow, clock);
  } catch (error) {
    if (AppError.is(error, 'PLAN_OUTDATED')) return null;
    throw error;
  }
}

async function queuePublication(
  tx: Tx,
  deal: DealRow,
  planId: string,
  clock: PlanningClock,
): Promise<void> {
  if (deal.status !== 'CONFIRMED' || deal.confirmedPlanId !== planId) return;
  const planRow = await tx.plan.findUniqueOrThrow({ where: { id: planId } });
  const data = callOrNull(deal, planRow, clock);
  if (data === null) {
    await moveDeal(tx, deal, 'REVIEW', { confirmedPlanId: null });
    await enqueue('plan', { dealId: deal.id }, { singletonKey: jobKeys.plan(deal.id), tx });
    return;
  }
  await queueTransaction(tx, {
    idempotencyKey: `publish:${planId}`,
    signer: 'portal',
    kind: 'publish',
    to: deployment().contracts.factory,
    data,
    dealId: deal.id,
  });
  await moveDeal(tx, deal, 'PUBLISHED');
}

/**
 * Hands a confirmed plan to the transaction sender: CONFIRMED → PUBLISHED. One that cannot be
 * published is planned anew.
 */
export async function publishDeal(
  dealId: string,
  planId: string,
  at?: PlanningClock,
): Promise<void> {
  const clock = at ?? (await planningClock());
  await withLockedDeal(dealId, (tx, deal) => queuePublication(tx, deal, planId, clock));
}
