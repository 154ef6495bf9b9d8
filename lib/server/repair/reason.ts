import type { ReplaceReason } from '@/lib/core/chain/types';
import { replaceReasons } from '@/lib/core/chain/types';
import { AppError } from '@/lib/core/errors';
import { profile } from '@/lib/server/lifecycle';
import type { SlotRow } from './slot-row';

/** The contract takes three preCommits of a generation. */
const MAX_PRE_COMMITS = 3;
/** A node that is heard of gets this share of the sealing time before it counts as silent. */
const PATIENCE = 2 / 3;

/** @throws AppError `REPAIR_REASON_UNKNOWN` */
export function parseReason(reason: string): ReplaceReason {
  const known = replaceReasons.find((name) => name === reason);
  if (known) return known;
  throw new AppError('REPAIR_REASON_UNKNOWN', `A slot cannot be replaced for "${reason}".`);
}

/** What sealing in a deal depends on. */
export interface DealSealing {
  sealingDeadline: Date | null;
}

/** Unix seconds until when a generation must have been proved. */
export function sealBy(deal: DealSealing, slot: SlotRow): number {
  if (slot.generation === 0 && deal.sealingDeadline) return deal.sealingDeadline.getTime() / 1000;
  return slot.offeredAt.getTime() / 1000 + profile().sealingSeconds;
}

/** What is known of a slot's node at a moment (Unix seconds). */
export interface Moment {
  now: number;
  /** The chain's proving period. */
  period: bigint;
  lastSeen: number | null;
}

/** An offered node that has shown no sign of life, or too little work for too long. */
function isSilent(deal: DealSealing, slot: SlotRow, { now, lastSeen }: Moment): boolean {
  const { silenceSeconds, sealingSeconds } = profile();
  const offered = slot.offeredAt.getTime() / 1000;
  if (now - offered < silenceSeconds) return false;
  const isGone = lastSeen === null || now - lastSeen >= silenceSeconds;
  return isGone || now >= sealBy(deal, slot) - sealingSeconds * (1 - PATIENCE);
}

/** True once the node that gave notice is free to go, or has gone. */
function hasLeft(slot: SlotRow, period: bigint): boolean {
  if (slot.state === 'LIVE') return slot.end !== null && slot.end <= period;
  // The newest generation ends before the deal does only when its node leaves.
  return slot.state === 'ENDED' && slot.endReason === null;
}

/** Why a slot of a running or waiting deal needs another node now; null if it does not. */
export function reasonToReplace(
  deal: DealSealing,
  slot: SlotRow,
  moment: Moment,
): ReplaceReason | null {
  if (slot.state === 'VACANT') return 'Refused';
  if (hasLeft(slot, moment.period)) return 'Exited';
  if (slot.state === 'OFFERED' && slot.preCommits === 0) {
    return isSilent(deal, slot, moment) ? 'Silent' : null;
  }
  if (slot.state !== 'OFFERED' && slot.state !== 'PRECOMMITTED') return null;
  const isExhausted = slot.state === 'OFFERED' && slot.preCommits >= MAX_PRE_COMMITS;
  return isExhausted || moment.now > sealBy(deal, slot) ? 'MissedSealing' : null;
}

/** True if the contract accepts this reason in the slot's state. */
export function fitsState(slot: SlotRow, reason: ReplaceReason): boolean {
  switch (reason) {
    case 'Refused':
      return slot.state === 'VACANT';
    case 'Silent':
      return slot.state === 'OFFERED' && slot.preCommits === 0;
    case 'MissedSealing':
      return slot.state === 'PRECOMMITTED' || (slot.state === 'OFFERED' && slot.preCommits > 0);
    case 'Exited':
      if (slot.state === 'ENDED') return slot.endReason === null;
      return slot.state === 'PROVED' || slot.state === 'LIVE';
    default:
      return slot.state === 'PROVED' || slot.state === 'LIVE';
  }
}
