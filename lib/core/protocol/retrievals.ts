import { z } from 'zod';
import { address, byteCount, instant, uint16, uuid } from './primitives';

export const retrievalStatus = z.enum([
  'REQUESTED',
  'FETCHING',
  'DECODING',
  'READY',
  'FAILED',
  'EXPIRED',
]);
export const retrievalShardStatus = z.enum([
  'ASKED',
  'RECEIVING',
  'RECEIVED',
  'GOOD',
  'CORRUPT',
  'STALLED',
  'CANCELLED',
]);

/** 202 of `POST /api/deals/:id/retrievals`. */
export const retrievalAccepted = z.object({ retrievalId: uuid });

/** `GET /api/retrievals/:id` */
export const retrieval = z.object({
  retrievalId: uuid,
  dealId: uuid,
  status: retrievalStatus,
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
  /** While too few computers are reachable: which are missing and when they are to be back. */
  waitingFor: z.string().optional(),
  bytesReady: byteCount,
  fileBytes: byteCount,
  sha256: z.string().optional(),
  createdAt: instant,
  readyAt: instant.optional(),
  expiresAt: instant.optional(),
  shards: z.array(
    z.object({
      segment: z.int(),
      shard: z.int(),
      slot: uint16,
      generation: uint16,
      node: address,
      status: retrievalShardStatus,
      received: byteCount,
      bytes: byteCount,
      reason: z.string().optional(),
    }),
  ),
});
export type Retrieval = z.output<typeof retrieval>;
export type RetrievalJson = z.input<typeof retrieval>;
