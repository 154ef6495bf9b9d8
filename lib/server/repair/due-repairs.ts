import { db } from '@/lib/server/db';
import { enqueueDue } from '@/lib/server/jobs';
import { type ChainProgress, jobKeys } from '@/lib/server/lifecycle';
import { type DealSealing, reasonToReplace } from './reason';
import { currentSlots, type SlotRow } from './slot-row';

async function lastSeen(slots: readonly SlotRow[]): Promise<Map<string, number>> {
  const rows = await db().nodeProfile.findMany({
    where: { operator: { in: slots.map((slot) => slot.node) }, lastSeenAt: { not: null } },
    select: { operator: true, lastSeenAt: true },
  });
  return new Map(rows.map((row) => [row.operator, (row.lastSeenAt as Date).getTime() / 1000]));
}

async function askFor(deal: DealSealing & { id: string }, now: number): Promise<void> {
  const slots = await currentSlots(db(), deal.id);
  const seen = await lastSeen(slots);
  for (const slot of slots) {
    const reason = reasonToReplace(deal, slot, { now, lastSeen: seen.get(slot.node) ?? null });
    if (reason === null) continue;
    const { index, generation } = slot;
    const key = jobKeys.repair(deal.id, index, generation);
    await enqueueDue('repair', { dealId: deal.id, slot: index, generation, reason }, key);
  }
}

/** Asks for another node wherever an offered slot was refused, stays silent or is not sealed in time. */
export async function askForDueRepairs(progress: ChainProgress): Promise<void> {
  const unsealed = {
    some: { state: { in: ['VACANT' as const, 'OFFERED' as const, 'PRECOMMITTED' as const] } },
  };
  const deals = await db().deal.findMany({
    where: { status: { in: ['PENDING', 'ACTIVE'] }, slots: unsealed },
    select: { id: true, sealingDeadline: true },
  });
  for (const deal of deals) await askFor(deal, Number(progress.timestamp));
}
