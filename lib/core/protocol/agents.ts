import { z } from 'zod';
import { slotState } from './deals';
import { address, big, byteCount, hash, hoursMap, signature, uint16, uuid } from './primitives';

/** `SlotPlan` of Types.sol as JSON: one row of the slot table. */
export const slotPlan = z.object({
  slot: uint16,
  generation: uint16,
  node: address,
  payout: address,
  rate: big,
  maxSpan: uint16,
  hoursMap,
  commD: hash,
});
export type SlotPlan = z.output<typeof slotPlan>;
export type SlotPlanJson = z.input<typeof slotPlan>;

/** State of the deal's contract. */
export const chainDealState = z.enum(['PENDING', 'ACTIVE', 'COMPLETED', 'CANCELLED']);

/** One slot of the asking node that has not ended. */
export const agentSlot = z.object({
  dealId: uuid,
  deal: address,
  slot: uint16,
  generation: uint16,
  state: slotState,
  commD: hash,
  /** Bytes that `shards` serves; the sector holds them zero-extended. */
  payloadBytes: byteCount,
  sectorBytes: byteCount,
  rate: big,
  maxSpan: uint16,
  hoursMap,
  plan: slotPlan,
  /** Merkle path of `plan` in the slot table; empty for generation > 0. */
  path: z.array(hash),
  /** Unix seconds. */
  sealingDeadline: z.int(),
  ticket: hash,
  commR: hash.optional(),
  /** Digest that `proveCommit` put on chain. */
  digest: hash.optional(),
  fileBytes: big,
  /** True for the `instant` tier: keep the unsealed shard too. */
  hotCopy: z.boolean(),
  accrualEnd: big.optional(),
  dealState: chainDealState,
  /** The deal ends: answer with a closing proof in the next period. */
  closing: z.boolean(),
});
export type AgentSlot = z.output<typeof agentSlot>;
export type AgentSlotJson = z.input<typeof agentSlot>;

/** `GET /api/agent/slots` */
export const agentSlots = z.object({ slots: z.array(agentSlot) });

/** Headers of both proof uploads; `digest` = keccak256 of the whole body. */
export const PROOF_DIGEST_HEADER = 'x-proof-digest';
export const PROOF_SIGNATURE_HEADER = 'x-proof-signature';

/** 202 of a PoRep upload. */
export const porepAccepted = z.object({ submissionId: uuid });

/** 202 of a PoSt upload: what was taken in; verdicts follow. */
export const postAccepted = z.object({
  accepted: z.int().min(0),
  /** Sectors that the message itself says cannot be read. */
  skipped: z.int().min(0).default(0),
  rejected: z.array(
    z.object({
      deal: address,
      slot: uint16,
      generation: uint16,
      reason: z.enum(['unknown-slot', 'not-your-slot', 'not-live', 'after-end']),
    }),
  ),
});
export type PostAccepted = z.output<typeof postAccepted>;

/** The verifier's signed word (`postReceiptTypes`) that a proof came in time; not that it is right. */
export const postReceipt = z.object({
  deal: address,
  slot: uint16,
  generation: uint16,
  /** keccak256 of the slot's proof body, not of the message. */
  digest: hash,
  signature,
});
export type PostReceipt = z.output<typeof postReceipt>;

/** A proof for which the verifier signs no receipt, and why not. */
export const refusedReceipt = postReceipt.omit({ signature: true }).extend({
  /** `malformed`: no proof of a sector of this size has such a body; `period-closed`: it came too late. */
  reason: z.enum(['malformed', 'period-closed']),
});
export type RefusedReceipt = z.output<typeof refusedReceipt>;

/** `GET /api/agent/proofs/post/:period`: receipts of the asking node. */
export const postReceipts = z.object({
  /** Messages that were taken in and are not receipted yet. */
  waiting: z.int().min(0),
  receipts: z.array(postReceipt),
  refused: z.array(refusedReceipt).default([]),
});
export type PostReceipts = z.output<typeof postReceipts>;
