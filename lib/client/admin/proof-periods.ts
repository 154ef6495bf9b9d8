import { hourOfWeek } from '@/lib/core/protocol/clock';
import type { DealProofs } from '@/lib/core/protocol/deal-progress';

/** What became of a deal's proofs in one period. */
export interface ProofPeriod {
  period: bigint;
  /** Slot generations with an accepted proof, and those whose promise was broken, as `slot` or `slot.generation`. */
  kept: string[];
  missed: string[];
  /** Nothing was due: the portal could not take proofs. */
  isVoid: boolean;
}

const nameOf = ({ slot, generation }: { slot: number; generation: number }) =>
  generation === 0 ? `${slot}` : `${slot}.${generation}`;

/**
 * Periods of the last week in which something was proved, missed or void, newest first.
 * @param since the deal's first period; void periods before it are none of its business
 */
export function proofPeriods(
  { from, to, slots, void: voided }: DealProofs,
  since: bigint,
): ProofPeriod[] {
  const found: ProofPeriod[] = [];
  const first = since > from ? since : from;
  for (let period = to; period >= first; period--) {
    const bit = 1n << BigInt(hourOfWeek(period));
    const having = (map: (slot: DealProofs['slots'][number]) => string) =>
      slots.filter((slot) => (BigInt(map(slot)) & bit) !== 0n).map(nameOf);
    const kept = having((slot) => slot.kept);
    const missed = having((slot) => slot.missed);
    const isVoid = (BigInt(voided) & bit) !== 0n;
    if (kept.length > 0 || missed.length > 0 || isVoid)
      found.push({ period, kept, missed, isVoid });
  }
  return found;
}
