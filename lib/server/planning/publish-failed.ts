import { db, type Tx } from '@/lib/server/db';
import { enqueue } from '@/lib/server/jobs';
import { type DealRow, failDeal, jobKeys, moveDeal, withLockedDeal } from '@/lib/server/lifecycle';

/** Plans that a deal may lose to changes between review and publication. */
const MAX_REFUSALS = 5;
/** The plan is on chain already: the follower will see its event. */
const ALREADY_THERE = 'PLAN_USED';

async function planAnew(tx: Tx, deal: DealRow, reason: string): Promise<void> {
  const refusals = await tx.transaction.count({
    where: { dealId: deal.id, kind: 'publish', status: 'FAILED' },
  });
  if (refusals >= MAX_REFUSALS) {
    const message = `The chain refused the deal ${refusals} times: ${reason}`;
    return failDeal(tx, deal, { code: 'PUBLISH_REFUSED', message });
  }
  await moveDeal(tx, deal, 'REVIEW', { confirmedPlanId: null });
  await enqueue('plan', { dealId: deal.id }, { singletonKey: jobKeys.plan(deal.id), tx });
}

/**
 * Deals whose publication the chain refused, mostly because a node's offer changed since the plan,
 * go back to review and are planned anew; the new plan's notice says why.
 */
export async function replanRefused(): Promise<void> {
  const deals = await db().deal.findMany({
    where: { status: 'PUBLISHED', confirmedPlanId: { not: null } },
    select: { id: true },
  });
  for (const { id } of deals) {
    await withLockedDeal(id, async (tx, deal) => {
      if (deal.status !== 'PUBLISHED') return;
      const key = { idempotencyKey: `publish:${deal.confirmedPlanId}` };
      const sent = await tx.transaction.findUnique({ where: key });
      if (sent?.status !== 'FAILED' || sent.errorCode === ALREADY_THERE) return;
      await planAnew(tx, deal, sent.error ?? 'The chain refused the deal.');
    });
  }
}
