import { AppError } from '@/lib/core/errors';
import type { Replan } from '@/lib/core/protocol/deals';
import type { PlanJson } from '@/lib/core/protocol/plans';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import { db, type Tx } from '@/lib/server/db';
import { enqueue } from '@/lib/server/jobs';
import { type DealRow, jobKeys, moveDeal, withLockedDeal } from '@/lib/server/lifecycle';
import { ownDealId } from './find-deal';
import { assertNoPendingDeal } from './pending-quota';

function wrongStatus(deal: DealRow, expected: string): AppError {
  return new AppError('DEAL_WRONG_STATUS', `The deal is ${deal.status}, not ${expected}.`, {
    details: { expected, actual: deal.status },
  });
}

const newestPlan = (tx: Tx, dealId: string) =>
  tx.plan.findFirst({ where: { dealId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });

/** Runs `use` on the caller's deal under its row lock. */
async function onOwnDeal<T>(
  caller: Address,
  ref: string,
  use: (tx: Tx, deal: DealRow) => Promise<T>,
): Promise<T> {
  const dealId = await ownDealId(caller, ref);
  return (await withLockedDeal(dealId, use)) as T;
}

/**
 * The newest plan of a deal, as the planner wrote it.
 * @throws AppError `DEAL_NOT_FOUND`, `PLAN_NOT_READY`
 */
export async function getPlan(caller: Address, ref: string): Promise<PlanJson> {
  const dealId = await ownDealId(caller, ref, db(), { adminToo: true });
  const plan = await newestPlan(db(), dealId);
  if (plan) return plan.body as PlanJson;
  throw new AppError('PLAN_NOT_READY', 'The file is still being prepared. Try again shortly.');
}

/**
 * Has a deal planned anew with other wishes; the new plan follows under another planId.
 * @throws AppError `DEAL_NOT_FOUND`, `DEAL_WRONG_STATUS`
 */
export async function replan(caller: Address, ref: string, wish: Replan) {
  return onOwnDeal(caller, ref, async (tx, deal) => {
    if (deal.status !== 'REVIEW') throw wrongStatus(deal, 'REVIEW');
    const { tier, exclude, totalShards: n, dataShards: k } = wish;
    if (n !== undefined && n < (k ?? deal.k)) {
      throw new AppError('BAD_REQUEST', 'totalShards must not be below dataShards.');
    }
    const payload = { dealId: deal.id, tier, exclude, n, k };
    await enqueue('plan', payload, { singletonKey: jobKeys.plan(deal.id), tx });
    return { dealId: deal.id, status: deal.status };
  });
}

/**
 * Accepts the newest plan and has the deal published. Saying it twice changes nothing.
 * @throws AppError `DEAL_NOT_FOUND`, `DEAL_WRONG_STATUS`, `PLAN_NOT_FOUND`, `PLAN_OUTDATED`, `DEAL_TOO_MANY_PENDING`
 */
export async function confirmPlan(caller: Address, ref: string, planId: Hex) {
  return onOwnDeal(caller, ref, async (tx, deal) => {
    const dealId = deal.id;
    if (deal.confirmedPlanId === planId && deal.status !== 'REVIEW') {
      return { dealId, status: deal.status };
    }
    if (deal.status !== 'REVIEW') throw wrongStatus(deal, 'REVIEW');
    const plan = await tx.plan.findUnique({ where: { id: planId } });
    if (plan?.dealId !== dealId) {
      throw new AppError('PLAN_NOT_FOUND', 'The deal has no such plan.');
    }
    const newest = await newestPlan(tx, dealId);
    if (newest && newest.id !== planId) {
      throw new AppError('PLAN_OUTDATED', 'A newer plan replaced this one. Review it first.', {
        details: { planId: newest.id },
      });
    }
    await assertNoPendingDeal(tx, caller, dealId);
    await moveDeal(tx, deal, 'CONFIRMED', { confirmedPlanId: planId });
    await enqueue('publish', { dealId, planId }, { singletonKey: jobKeys.publish(planId), tx });
    return { dealId, status: 'CONFIRMED' as const };
  });
}
