import { AppError } from '../errors';

/** State of a deal in the portal (docs/protocol.md, section 9). */
export type DealStatus =
  | 'REQUESTED'
  | 'ENCODED'
  | 'REVIEW'
  | 'CONFIRMED'
  | 'PUBLISHED'
  | 'PENDING'
  | 'ACTIVE'
  | 'CLOSING'
  | 'COMPLETED'
  | 'CANCELLED'
  | 'FAILED';

/** State of one generation of a slot, as the contracts' `SlotState`. */
export type SlotState = 'VACANT' | 'OFFERED' | 'PRECOMMITTED' | 'PROVED' | 'LIVE' | 'ENDED';

/**
 * Allowed transitions of a deal. Backwards: a plan with other redundancy encodes again
 * (REVIEW → REQUESTED), a publication that the chain refuses is planned anew (→ REVIEW).
 * ACTIVE → COMPLETED: the follower may learn of close and end in one go.
 */
export const dealTransitions: Readonly<Record<DealStatus, readonly DealStatus[]>> = {
  REQUESTED: ['ENCODED', 'CANCELLED', 'FAILED'],
  ENCODED: ['REVIEW', 'REQUESTED', 'CANCELLED', 'FAILED'],
  REVIEW: ['CONFIRMED', 'REQUESTED', 'CANCELLED', 'FAILED'],
  CONFIRMED: ['PUBLISHED', 'REVIEW', 'CANCELLED', 'FAILED'],
  PUBLISHED: ['PENDING', 'REVIEW', 'FAILED'],
  PENDING: ['ACTIVE', 'CANCELLED'],
  ACTIVE: ['CLOSING', 'COMPLETED'],
  CLOSING: ['COMPLETED'],
  COMPLETED: [],
  CANCELLED: [],
  FAILED: [],
};

/**
 * Allowed transitions of a slot generation: rejected → OFFERED, refused or timed out → VACANT,
 * replaced, exited, cancelled or ended → ENDED. VACANT → OFFERED is the publication.
 */
export const slotTransitions: Readonly<Record<SlotState, readonly SlotState[]>> = {
  VACANT: ['OFFERED', 'ENDED'],
  OFFERED: ['PRECOMMITTED', 'VACANT', 'ENDED'],
  PRECOMMITTED: ['PROVED', 'OFFERED', 'VACANT', 'ENDED'],
  PROVED: ['LIVE', 'ENDED'],
  LIVE: ['ENDED'],
  ENDED: [],
};

/** True if a deal may go from one state to another; staying is no transition. */
export function canDealGo(from: DealStatus, to: DealStatus): boolean {
  return dealTransitions[from].includes(to);
}

/** True if a slot generation may go from one state to another; staying is no transition. */
export function canSlotGo(from: SlotState, to: SlotState): boolean {
  return slotTransitions[from].includes(to);
}

/** True once nothing can happen to a deal any more. */
export function isDealOver(status: DealStatus): boolean {
  return dealTransitions[status].length === 0;
}

/** @throws AppError `DEAL_FORBIDDEN_TRANSITION` unless `canDealGo` */
export function assertDealTransition(from: DealStatus, to: DealStatus): void {
  if (canDealGo(from, to)) return;
  throw new AppError('DEAL_FORBIDDEN_TRANSITION', `A deal cannot go from ${from} to ${to}.`, {
    details: { from, to },
  });
}
