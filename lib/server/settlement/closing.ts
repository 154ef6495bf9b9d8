import type { Hex } from '@/lib/core/deals';
import { db, type Tx } from '@/lib/server/db';
import { type ChainProgress, type DealRow, moveDeal, withLockedDeal } from '@/lib/server/lifecycle';
import { notify } from '@/lib/server/notifications';
import { accrualEndOf } from '@/lib/server/periods';

/** Nodes that hold a live slot, each once. */
async function liveNodes(tx: Tx, dealId: string): Promise<string[]> {
  const where = { dealId, state: 'LIVE' as const };
  const slots = await tx.slot.findMany({ where, distinct: ['node'], select: { node: true } });
  return slots.map((slot) => slot.node).sort();
}

async function beginClosing(tx: Tx, deal: DealRow, accrualEnd: bigint): Promise<void> {
  await moveDeal(tx, deal, 'CLOSING', { accrualEnd });
  for (const node of await liveNodes(tx, deal.id)) {
    await notify(tx, {
      recipient: node as Hex,
      type: 'deal.closing',
      payload: { deal: deal.address, accrualEnd: `${accrualEnd}` },
      dedupeKey: `deal.closing:${deal.address}`,
    });
  }
}

/**
 * A deal whose term or money has run out emits no event: once accrual is over it is closing, and
 * its nodes are asked for their last proofs.
 */
export async function beginClosings(progress: ChainProgress): Promise<void> {
  const deals = await db().deal.findMany({
    where: { status: 'ACTIVE' },
    select: { id: true, accrualEnd: true, endPeriod: true, fundedUntil: true },
  });
  for (const { id } of deals.filter((deal) => progress.period > accrualEndOf(deal))) {
    await withLockedDeal(id, async (tx, deal) => {
      const accrualEnd = accrualEndOf(deal);
      if (deal.status !== 'ACTIVE' || progress.period <= accrualEnd) return;
      await beginClosing(tx, deal, accrualEnd);
    });
  }
}
