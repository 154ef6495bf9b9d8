import type { DealSnapshot, SlotState } from '@/lib/core/protocol/deals';

type Slot = DealSnapshot['slots'][number];

/** How far a part of the file is at its computer, as a person says it. */
export interface SectorProgress {
  label: string;
  /** 0 to 4: offered, fetched and sealed, proof sent, proved, at work. */
  step: number;
  tone: 'neutral' | 'info' | 'good' | 'warn' | 'bad';
}

const states: Record<SlotState, SectorProgress> = {
  VACANT: { label: 'Looking for another computer', step: 0, tone: 'warn' },
  OFFERED: { label: 'Fetching and sealing', step: 1, tone: 'info' },
  PRECOMMITTED: { label: 'Sealed, proof being checked', step: 2, tone: 'info' },
  PROVED: { label: 'Proved', step: 3, tone: 'good' },
  LIVE: { label: 'Holding', step: 4, tone: 'good' },
  ENDED: { label: 'Ended', step: 4, tone: 'neutral' },
};

const reasons: Record<string, string> = {
  Silent: 'Replaced: did not answer',
  MissedSealing: 'Replaced: sealing took too long',
  Unhealthy: 'Replaced: missed too many proofs',
  InvalidProof: 'Replaced: sent a wrong proof',
  Refused: 'Refused by the computer',
  Exited: 'Left with notice',
  completed: 'Done',
  cancelled: 'Cancelled',
};

/** Number of steps from offered to at work. */
export const SECTOR_STEPS = 4;

/** Progress of one sector in words. */
export function sectorProgress(slot: Pick<Slot, 'state' | 'endReason' | 'digest'>): SectorProgress {
  const known = states[slot.state];
  if (slot.state === 'PRECOMMITTED' && !slot.digest) {
    return { ...known, label: 'Sealed, waiting for its challenge' };
  }
  if (slot.state !== 'ENDED') return known;
  const label = reasons[slot.endReason ?? ''] ?? known.label;
  return { ...known, label, tone: label.startsWith('Replaced') ? 'warn' : 'neutral' };
}

/** The generations that count now: the newest of each slot. */
export function currentSlots<S extends Pick<Slot, 'slot' | 'generation'>>(
  slots: readonly S[],
): S[] {
  const newest = new Map<number, S>();
  for (const slot of slots) {
    const known = newest.get(slot.slot);
    if (!known || known.generation < slot.generation) newest.set(slot.slot, slot);
  }
  return [...newest.values()].sort((a, b) => a.slot - b.slot);
}
