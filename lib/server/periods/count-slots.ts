import {
  countPeriod,
  type Hex,
  isCommitted,
  type SlotVerdict,
  type VerdictEntry,
} from '@/lib/core/deals';
import { type CountedSlot, leafOf } from './counted-slots';

/** The best that a node sent for a slot in a period. */
export interface SlotProof {
  digest: Hex;
  accepted: boolean;
}

/** One slot after a period. */
export interface CountedPeriod {
  slot: CountedSlot;
  entry: VerdictEntry;
}

function verdictOf(due: boolean, proof: SlotProof | undefined): SlotVerdict {
  if (proof) return proof.accepted ? 'accepted' : 'rejected';
  return due ? 'missing' : 'not-due';
}

/** Counts a period with verdicts into one slot's account. */
export function countProof(
  slot: CountedSlot,
  period: bigint,
  proof: SlotProof | undefined,
): CountedPeriod {
  const due = isCommitted(slot, period);
  const verdict = verdictOf(due, proof);
  const silent = due ? 'missed' : 'not-due';
  const work = countPeriod(slot.work, {
    period,
    committed: due,
    outcome: verdict === 'accepted' ? 'accepted' : silent,
    maxSpan: slot.maxSpan,
    start: slot.start,
    accrualEnd: slot.accrualEnd,
  });
  const counted = { ...slot, work };
  return {
    slot: counted,
    entry: { due, digest: proof?.digest ?? null, verdict, leaf: leafOf(counted) },
  };
}

/** Counts void periods from `first` to `last`, both included, into one slot's account. */
export function countVoids(slot: CountedSlot, first: bigint, last: bigint): CountedSlot {
  const { maxSpan, start, accrualEnd } = slot;
  let { work } = slot;
  for (let period = first; period <= last; period++) {
    const committed = isCommitted(slot, period);
    const outcome = committed ? 'void' : 'not-due';
    work = countPeriod(work, { period, committed, outcome, maxSpan, start, accrualEnd });
  }
  return { ...slot, work };
}
