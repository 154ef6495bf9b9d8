import { z } from 'zod';
import { address, hash, instant, signature } from './primitives';

/** `GET /api/auth/nonce` */
export const authNonce = z.object({ nonce: z.string(), expiresAt: instant });

/** `POST /api/auth/verify`: the EIP-4361 text and its signature. */
export const authVerify = z.object({ message: z.string().min(1).max(4096), signature });

/** Answer of `verify` and of `GET /api/auth/session`; `address` is null when nobody is signed in. */
export const authSession = z.object({
  address: address.nullable(),
  expiresAt: instant.nullable(),
  admin: z.boolean(),
});
export type AuthSessionJson = z.input<typeof authSession>;

/** `POST /api/agent/session`; times in Unix seconds, at most 300 apart. */
export const agentSessionRequest = z.object({
  operator: address,
  /** The portal's origin, as the signature names it. */
  portal: z.string().min(1).max(300),
  nonce: hash,
  issuedAt: z.int().min(0),
  expiresAt: z.int().min(0),
  signature,
});
export type AgentSessionRequest = z.output<typeof agentSessionRequest>;
export type AgentSessionRequestJson = z.input<typeof agentSessionRequest>;

/** Bearer token of an agent, good until `expiresAt`. */
export const agentSession = z.object({ token: z.string(), expiresAt: instant });
export type AgentSession = z.output<typeof agentSession>;
