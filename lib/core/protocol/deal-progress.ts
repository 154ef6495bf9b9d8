import { z } from 'zod';
import { address, big, hash, hoursMap, instant, uint16 } from './primitives';

/**
 * Proofs of one generation of one slot in the last 168 periods: each hour of the week occurs once in
 * them, so a map says it all.
 */
export const slotProofs = z.object({
  slot: uint16,
  generation: uint16,
  node: address,
  /** Hours with an accepted proof, promised or not. */
  kept: hoursMap,
  /** Promised hours, closed, without an accepted proof. */
  missed: hoursMap,
});

/** `GET /api/deals/:id/proofs` */
export const dealProofs = z.object({
  /** First and last period that the maps cover. */
  from: big,
  to: big,
  slots: z.array(slotProofs),
  /** Hours of void periods: nothing was due in them. */
  void: hoursMap,
});
export type DealProofs = z.output<typeof dealProofs>;
export type DealProofsJson = z.input<typeof dealProofs>;

/** One finalised event of the deal's contract, or a transaction of the platform on its way. */
export const dealHistoryEntry = z.object({
  /** Solidity name of the event, or the kind of the transaction. */
  name: z.string(),
  /** `pending`: the platform has sent or will send it; `final`: part of a finalised block. */
  status: z.enum(['pending', 'final', 'failed']),
  txHash: hash.optional(),
  block: big.optional(),
  at: instant.optional(),
  slot: uint16.optional(),
  generation: uint16.optional(),
  node: address.optional(),
  /** attoFIL that moved. */
  amount: big.optional(),
  /** Why a transaction failed, in words. */
  error: z.string().optional(),
});
export type DealHistoryEntry = z.output<typeof dealHistoryEntry>;
export type DealHistoryEntryJson = z.input<typeof dealHistoryEntry>;

/** `GET /api/deals/:id/history`, newest first, at most 200 entries. */
export const dealHistory = z.object({ entries: z.array(dealHistoryEntry) });
