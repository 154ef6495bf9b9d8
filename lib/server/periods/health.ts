import { isCommitted } from '@/lib/core/deals';
import type { Tx } from '@/lib/server/db';
import type { CountedSlot } from './counted-slots';

/** Commitments that a slot's health is judged by. */
const WINDOW = 24;
/** Missing this many of them is fulfilling less than 70 %. */
const TOO_MANY_MISSED = 8;
/** A schedule has at least one hour a week, so the window never reaches further back. */
const FURTHEST = BigInt(WINDOW * 168);

/**
 * True if a slot fulfils under 70 % of its last 24 commitments, void periods left out, and proofs
 * that a dispute credited counted as any other. What is not yet in its history counts as fulfilled.
 */
export async function isUnhealthy(tx: Tx, slot: CountedSlot, period: bigint): Promise<boolean> {
  if (slot.work.commitments - slot.work.fulfilments < TOO_MANY_MISSED) return false;
  const from = period > FURTHEST + slot.start ? period - FURTHEST : slot.start;
  const inRange = { gte: from, lte: period };
  const { dealId, slot: index, generation } = slot;
  const [accepted, credited, voids] = await Promise.all([
    tx.postVerdict.findMany({
      where: { dealId, slot: index, generation, status: 'ACCEPTED', period: inRange },
      select: { period: true },
    }),
    tx.creditedDispute.findMany({
      where: { dealId, index, generation, period: inRange },
      select: { period: true },
    }),
    tx.period.findMany({ where: { status: 'VOID', index: inRange }, select: { index: true } }),
  ]);
  const kept = new Set([...accepted, ...credited].map((row) => row.period));
  const isVoid = new Set(voids.map((row) => row.index));
  let due = 0;
  let missed = 0;
  for (let p = period; p > from && due < WINDOW; p--) {
    if (!isCommitted(slot, p) || isVoid.has(p)) continue;
    due++;
    if (!kept.has(p)) missed++;
  }
  return missed >= TOO_MANY_MISSED;
}
