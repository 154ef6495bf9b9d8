import { db } from '@/lib/server/db';
import { enqueueDue } from '@/lib/server/jobs';
import { type ChainProgress, jobKeys, profile } from '@/lib/server/lifecycle';
import { type DealSealing, reasonToReplace, sealBy } from './reason';
import { currentSlots, type SlotRow } from './slot-row';

async function lastSeen(slots: readonly SlotRow[]): Promise<Map<string, number>> {
  const rows = await db().nodeProfile.findMany({
    where: { operator: { in: slots.map((slot) => slot.node) }, lastSeenAt: { not: null } },
    select: { operator: true, lastSeenAt: true },
  });
  return new Map(rows.map((row) => [row.operator, (row.lastSeenAt as Date).getTime() / 1000]));
}

/**
 * Slots whose proof the portal has taken in and whose verdict is not on chain yet, as `index/digest`:
 * that it is late is our doing, not the node's.
 */
async function proofsWithUs(dealId: string): Promise<Set<string>> {
  const rows = await db().porepSubmission.findMany({
    where: { dealId, status: { in: ['RECEIVED', 'ACCEPTED'] } },
    select: { slot: true, digest: true },
  });
  return new Set(rows.map((row) => `${row.slot}/${row.digest}`));
}

async function askFor(
  deal: DealSealing & { id: string },
  now: number,
  period: bigint,
): Promise<void> {
  const slots = await currentSlots(db(), deal.id);
  const seen = await lastSeen(slots);
  const withUs = await proofsWithUs(deal.id);
  for (const slot of slots) {
    const isOurTurn =
      slot.state === 'PRECOMMITTED' && withUs.has(`${slot.index}/${slot.proofDigest}`);
    // Not for ever: the verdict may have been refused by the chain.
    if (isOurTurn && now <= sealBy(deal, slot) + profile().sealingSeconds) continue;
    const reason = reasonToReplace(deal, slot, {
      now,
      period,
      lastSeen: seen.get(slot.node) ?? null,
    });
    if (reason === null) continue;
    const { index, generation } = slot;
    const key = jobKeys.repair(deal.id, index, generation);
    await enqueueDue('repair', { dealId: deal.id, slot: index, generation, reason }, key);
  }
}

/**
 * Asks for another node wherever an offered slot was refused, stays silent or is not sealed in time,
 * and where a node has left.
 */
export async function askForDueRepairs(progress: ChainProgress): Promise<void> {
  const unsealed = { in: ['VACANT' as const, 'OFFERED' as const, 'PRECOMMITTED' as const] };
  const left = [
    { state: 'LIVE' as const, end: { lte: progress.period } },
    { state: 'ENDED' as const, endReason: null },
  ];
  const some = { OR: [{ state: unsealed }, ...left] };
  const deals = await db().deal.findMany({
    where: { status: { in: ['PENDING', 'ACTIVE'] }, slots: { some } },
    select: { id: true, sealingDeadline: true },
  });
  for (const deal of deals) await askFor(deal, Number(progress.timestamp), progress.period);
}
