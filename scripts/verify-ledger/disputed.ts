import type { VerdictEntry } from '@/lib/core/deals';
import type { ChainSlot, DealLog, PostedRoot } from './chain';
import { keyOfEntry, nameOf } from './leaves';
import type { Report } from './report';

/**
 * Most periods that later proofs can bring for the time around credited ones, where the contract paid
 * too little for it. A credited proof parts the time between its neighbours: each part is capped by
 * the span alone, its own broken promise is none, and void periods after it count.
 *
 * @param credited - periods of the credited proofs
 * @param voids - periods without a root since the oldest of them
 */
function owedByDisputes(
  { maxSpan }: ChainSlot,
  credited: readonly bigint[],
  voids: bigint,
): bigint {
  return credited.length === 0 ? 0n : BigInt(credited.length) * BigInt(maxSpan + 1) + voids;
}

/** Most periods that disputes may have left owing to each generation until a period, by its key. */
export function owedUntil(
  period: bigint,
  entries: readonly (readonly [VerdictEntry, ChainSlot])[],
  { credited }: DealLog,
  roots: readonly PostedRoot[],
  report: Report,
): Map<string, bigint> {
  const owed = new Map<string, bigint>();
  for (const [entry, slot] of entries) {
    const periods = (credited.get(keyOfEntry(entry)) ?? []).filter((of) => of <= period);
    const [oldest] = periods.toSorted((a, b) => Number(a - b));
    if (oldest === undefined) continue;
    const judged = roots.filter((root) => root.period > oldest && root.period <= period);
    const most = owedByDisputes(slot, periods, period - oldest - BigInt(judged.length));
    owed.set(keyOfEntry(entry), most);
    report.open(
      `${nameOf(entry)}: disputes credited ${periods.length} of its proofs, so up to ${most} periods may be paid beyond the time since the last one, or fewer than that: what of it is due cannot be seen from two files`,
    );
  }
  return owed;
}
