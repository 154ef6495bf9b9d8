import type { Address } from '@/lib/core/protocol/primitives';
import { db, type Tx } from '@/lib/server/db';
import { type DealRow, moveDeal, profile, withLockedDeal } from '@/lib/server/lifecycle';
import { notify } from '@/lib/server/notifications';

/** `Deal.failureCode` of a deal whose plan nobody confirmed in time. */
export const REVIEW_EXPIRED = 'REVIEW_EXPIRED';
const SENTENCE = 'Its plan was not confirmed in time. Upload the file again to store it.';
/** Deals looked at in one turn; the rest is found by the next. */
const MOST_AT_ONCE = 200;

/** Nobody looked for so long: neither the deal nor its plans changed. */
const quietSince = (before: Date) => ({
  status: 'REVIEW' as const,
  updatedAt: { lt: before },
  plans: { none: { createdAt: { gte: before } } },
});

async function expire(tx: Tx, deal: DealRow, before: Date): Promise<void> {
  const still = await tx.deal.findFirst({
    where: { id: deal.id, ...quietSince(before) },
    select: { id: true },
  });
  if (!still) return; // confirmed, cancelled or planned anew meanwhile
  await moveDeal(tx, deal, 'CANCELLED', { failureCode: REVIEW_EXPIRED, failure: SENTENCE });
  await notify(tx, {
    recipient: deal.client as Address,
    type: 'deal.cancelled',
    payload: { dealId: deal.id, code: REVIEW_EXPIRED, message: SENTENCE },
    dedupeKey: `deal.cancelled:${deal.id}`,
  });
}

/**
 * Ends deals whose plan waits for its client for longer than `reviewSeconds`. Nothing of them is on
 * chain, so no node's space is reserved; what they keep, upload and shards, is garbage afterwards.
 */
export async function expireReviews(now = new Date()): Promise<void> {
  const before = new Date(now.getTime() - profile().reviewSeconds * 1000);
  const deals = await db().deal.findMany({
    where: quietSince(before),
    orderBy: { updatedAt: 'asc' },
    take: MOST_AT_ONCE,
    select: { id: true },
  });
  for (const { id } of deals) await withLockedDeal(id, (tx, deal) => expire(tx, deal, before));
}
