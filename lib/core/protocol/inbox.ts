import { z } from 'zod';
import { address, big, instant, uint16, uuid } from './primitives';

const slotRef = z.object({ deal: address, slot: uint16, generation: uint16 });
const dealRef = z.object({ deal: address });
const clientRef = z.object({ dealId: uuid });

/** Payload by event type; agents first, then clients (`deal.started` serves both). */
export const inboxPayloads = {
  'slot.offered': slotRef,
  'porep.verdict': slotRef.extend({ accepted: z.boolean(), reason: z.string().optional() }),
  'deal.started': z.object({ deal: address, dealId: uuid.optional() }),
  'deal.closing': z.object({ deal: address, accrualEnd: big }),
  'deal.ended': dealRef,
  'slot.replaced': slotRef,
  'retrieval.requested': slotRef.extend({ retrievalId: uuid }),
  'retrieval.cancelled': z.object({ retrievalId: uuid }),
  settled: slotRef.extend({ amount: big }),
  /** `reason`: why the plan before could not be published. */
  'deal.review-ready': clientRef.extend({ reason: z.string().optional() }),
  'deal.published': clientRef.extend({ deal: address.optional() }),
  'deal.ready-to-start': clientRef.extend({ deal: address.optional() }),
  'deal.low-balance': clientRef.extend({ fundedUntil: big.optional() }),
  'deal.completed': clientRef,
  /** With `code` and `message` where the platform cancelled it. */
  'deal.cancelled': clientRef.extend({
    code: z.string().optional(),
    message: z.string().optional(),
  }),
  'deal.failed': clientRef.extend({ code: z.string().optional(), message: z.string().optional() }),
  'retrieval.ready': clientRef.extend({ retrievalId: uuid }),
  'retrieval.failed': clientRef.extend({
    retrievalId: uuid,
    code: z.string().optional(),
    message: z.string().optional(),
  }),
} as const;

export type InboxEventType = keyof typeof inboxPayloads;
/** Payload of one type as it travels (JSON). */
export type InboxPayloadJson<T extends InboxEventType> = z.input<(typeof inboxPayloads)[T]>;
/** Payload of one type after parsing. */
export type InboxPayload<T extends InboxEventType> = z.output<(typeof inboxPayloads)[T]>;

/** One event; `seq` counts from 1 per recipient without gaps. */
export interface InboxEvent {
  seq: bigint;
  type: string;
  payload: unknown;
}

/** `POST /api/inbox/ack`, `POST /api/agent/inbox/ack`: everything up to this number is done. */
export const inboxAck = z.object({ upTo: big });

/** `GET /api/inbox/items`: events before a number, the newest ones without it. */
export const inboxItemsQuery = z.object({
  before: big.optional(),
  limit: z.coerce.number().pipe(z.int().min(0).max(100)).default(25),
});
export type InboxItemsQuery = z.output<typeof inboxItemsQuery>;

/** A page of the inbox, newest first. */
export const inboxItems = z.object({
  items: z.array(
    z.object({
      seq: big,
      type: z.string(),
      payload: z.unknown(),
      createdAt: instant,
      /** Name of the file that a client's event is about; never leaves the portal with Push. */
      file: z.string().optional(),
    }),
  ),
  /** Newest number, newest acknowledged number: what lies between is unread. */
  last: big,
  acknowledged: big,
});
export type InboxItems = z.output<typeof inboxItems>;
export type InboxItem = InboxItems['items'][number];
export type InboxItemsJson = z.input<typeof inboxItems>;

/** True for a type that this version knows; others are skipped by readers. */
export function isInboxEventType(type: string): type is InboxEventType {
  return Object.hasOwn(inboxPayloads, type);
}
