import { isCommitted, type VerdictEntry } from '@/lib/core/deals';
import { isPromised } from '@/lib/core/protocol';
import type { ChainSlot } from './chain';

/** How logs and files name a generation of a slot: `deal/slot/generation`. */
export const keyOf = (deal: string, slot: number, generation: number) =>
  `${deal.toLowerCase()}/${slot}/${generation}`;
export const keyOfEntry = ({ leaf }: VerdictEntry) => keyOf(leaf.deal, leaf.slot, leaf.generation);

/** How an entry is named in sentences. */
export const nameOf = ({ leaf }: VerdictEntry) =>
  `${leaf.deal} slot ${leaf.slot} generation ${leaf.generation}`;

function promisedUntil(slot: ChainSlot, period: bigint): number {
  let count = 0;
  for (let p = slot.start + 1n; p <= period && p < slot.accrualEnd; p++) {
    if (isPromised(slot.hoursMap, p)) count++;
  }
  return count;
}

/** True near the end of accrual, which may have moved since the period was closed. */
function isNearEnd(slot: ChainSlot, period: bigint): boolean {
  const distance = period - slot.accrualEnd;
  return distance >= -1n && distance <= 1n;
}

/** What the schedule, the clock and the contracts leave no room for. One sentence each. */
export function faultsOfEntry(entry: VerdictEntry, slot: ChainSlot, period: bigint): string[] {
  const { due, digest, verdict, leaf } = entry;
  const until = slot.accrualEnd < period ? slot.accrualEnd : period;
  const elapsed = until > slot.start ? until - slot.start : 0n;
  const faults: string[] = [];
  const fault = (when: boolean, text: string) => {
    if (when) faults.push(`${nameOf(entry)}: ${text}`);
  };
  fault(
    due !== isCommitted(slot, period) && !isNearEnd(slot, period),
    due ? 'counted as promised, but the schedule does not promise it' : 'promised, but not counted',
  );
  fault(
    (verdict === 'missing' && !due) || (verdict === 'not-due' && due),
    `is ${verdict}, which does not go with ${due ? 'a promise' : 'no promise'}`,
  );
  fault(
    (verdict === 'accepted' || verdict === 'rejected') !== (digest !== null),
    `is ${verdict} ${digest ? 'with' : 'without'} the digest of a proof`,
  );
  fault(leaf.lastAccepted > period, 'was last accepted after the period');
  fault(verdict === 'accepted' && leaf.lastAccepted !== period, 'accepted, but not in its leaf');
  fault(leaf.provenPeriods > elapsed, `${leaf.provenPeriods} periods paid of ${elapsed} elapsed`);
  fault(leaf.fulfilments > leaf.commitments, 'more promises kept than made');
  const promised = promisedUntil(slot, period);
  fault(
    leaf.commitments > promised + (isNearEnd(slot, period) ? 1 : 0),
    `${leaf.commitments} promises counted, the schedule makes ${promised}`,
  );
  return faults;
}

/**
 * What cannot have become of a leaf since an earlier root.
 *
 * @param owed - periods that a proof may bring beyond the time since the last one: see `owedUntil`
 */
export function faultsOfChange(
  before: VerdictEntry,
  entry: VerdictEntry,
  slot: ChainSlot,
  periods: bigint,
  owed: bigint,
): string[] {
  const [was, is] = [before.leaf, entry.leaf];
  const faults: string[] = [];
  const fault = (when: boolean, text: string) => {
    if (when) faults.push(`${nameOf(entry)}: ${text}`);
  };
  for (const field of ['provenPeriods', 'fulfilments', 'commitments', 'lastAccepted'] as const) {
    fault(is[field] < was[field], `${field} fell from ${was[field]} to ${is[field]}`);
  }
  const newly = (field: 'fulfilments' | 'commitments') => BigInt(is[field] - was[field]);
  fault(newly('commitments') > periods, 'more promises than periods since the root before');
  fault(
    newly('fulfilments') > newly('commitments'),
    'more kept than promised since the root before',
  );
  const proved = is.lastAccepted > was.lastAccepted;
  fault(!proved && is.provenPeriods > was.provenPeriods, 'paid without a newer proof');
  const since = was.lastAccepted === 0n ? slot.start : was.lastAccepted;
  fault(
    proved && is.provenPeriods - was.provenPeriods > is.lastAccepted - since + owed,
    owed > 0n
      ? `paid for more than the time since the last proof and ${owed} periods for disputes`
      : 'paid for more than the time since the last proof',
  );
  return faults;
}
