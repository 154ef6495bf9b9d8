import { z } from 'zod';
import { address, big, hex, signature, uint, uuid } from './primitives';

/** OpenZeppelin's ERC2771Forwarder request. `deadline` in Unix seconds, `gas` in gas units. */
export const forwardRequest = z.object({
  from: address,
  to: address,
  value: big,
  gas: uint(64),
  nonce: big,
  deadline: z.int().min(0),
  data: hex,
});
export type ForwardRequest = z.output<typeof forwardRequest>;
export type ForwardRequestJson = z.input<typeof forwardRequest>;

/** A forward request with the signature of its `from`. */
export const signedForward = z.object({ request: forwardRequest, signature });
export type SignedForward = z.output<typeof signedForward>;
export type SignedForwardJson = z.input<typeof signedForward>;

/** 202 of `POST /api/agent/relay` and of `POST /api/register-node`. */
export const relayAccepted = z.object({ relayId: uuid });

/** `GET /api/agent/relay/:id` */
export const relayStatus = z.object({
  status: z.enum(['queued', 'sent', 'mined', 'failed']),
  txHash: hex.optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type RelayStatus = z.output<typeof relayStatus>;

/** `GET /api/agent/relay/nonce`: next nonce to sign, counting what is already queued. */
export const relayNonce = z.object({ nonce: big });
