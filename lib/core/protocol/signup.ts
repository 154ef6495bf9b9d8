import { sha256, stringToBytes } from 'viem';
import { z } from 'zod';
import { availabilityWindow, nodeParameters } from './nodes';
import { address, type Hex, hash, instant, signature, uint } from './primitives';

/** What the operator chose on the sign-up form; the agent puts it into its configuration. */
export const signupSettings = z.object({
  payout: address,
  capacityBytes: uint(63).refine((bytes) => bytes > 0n, 'Expected more than 0.'),
  /** IANA name; the windows are local times there. */
  timeZone: z.string().min(1).max(64),
  windows: z.array(availabilityWindow).min(1).max(84),
  region: z.string().trim().min(1).max(64).optional(),
  parameters: nodeParameters
    .refine((p) => p.minFileSize <= p.maxFileSize, 'Expected minFileSize ≤ maxFileSize.')
    .refine((p) => p.maxFileSize < 1n << 63n, 'Expected maxFileSize below 2^63.'),
});
export type SignupSettings = z.output<typeof signupSettings>;
export type SignupSettingsJson = z.input<typeof signupSettings>;

/** Sign-up codes are 16 of Crockford's base 32 digits: 80 bits that are easy to read aloud. */
export const SIGNUP_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const SIGNUP_CODE_LENGTH = 16;

/** A code in the form that is hashed: upper case, no separators, look-alikes made digits. */
export function normalizeSignupCode(text: string): string {
  return text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
}

/** A code as people see it: `ABCD-EFGH-JKMN-PQRS`. */
export function formatSignupCode(code: string): string {
  return normalizeSignupCode(code).replace(/(.{4})(?=.)/g, '$1-');
}

/** A code as a person types it, normalized once parsed. */
export const signupCode = z
  .string()
  .max(64)
  .transform(normalizeSignupCode)
  .refine(
    (code) =>
      code.length === SIGNUP_CODE_LENGTH && [...code].every((c) => SIGNUP_ALPHABET.includes(c)),
    'Expected 16 letters and digits.',
  );

/** SHA-256 of the normalized code: the sign-up's id, all that the portal keeps of the code. */
export function signupCodeHash(code: string): Hex {
  return sha256(stringToBytes(normalizeSignupCode(code)));
}

/** EIP-712 types of a redemption; domain as for AgentSession. The code itself is not signed. */
export const signupRedemptionTypes = {
  SignupRedemption: [
    { name: 'operator', type: 'address' },
    { name: 'portal', type: 'string' },
    { name: 'codeHash', type: 'bytes32' },
  ],
} as const;

/** What the portal offers for download. */
export const agentBundle = z.object({
  version: z.string(),
  fileName: z.string(),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AgentBundle = z.output<typeof agentBundle>;

/** 201 of `POST /api/signup`; the only time that the code is told. */
export const signupCreated = z.object({
  id: hash,
  code: z.string(),
  expiresAt: instant,
  /** What to type on the computer that joins, in order. */
  commands: z.object({
    download: z.string(),
    check: z.string(),
    init: z.string(),
    run: z.string(),
  }),
  bundle: agentBundle,
});
export type SignupCreated = z.output<typeof signupCreated>;

/** `POST /api/signup/redeem` */
export const signupRedeem = z.object({
  code: signupCode,
  operator: address,
  /** The portal's origin, as the signature names it. */
  portal: z.string().min(1).max(300),
  signature,
});
export type SignupRedeem = z.output<typeof signupRedeem>;
export type SignupRedeemJson = z.input<typeof signupRedeem>;

/** How far a sign-up is; only ever further right, except that a connected node may go offline. */
export const signupStates = [
  'waiting',
  'expired',
  'redeemed',
  'registering',
  'registered',
  'connected',
] as const;

/** `GET /api/signup/:id`, for the wallet that made it. */
export const signupStatus = z.object({
  id: hash,
  state: z.enum(signupStates),
  createdAt: instant,
  expiresAt: instant,
  redeemedAt: instant.optional(),
  operator: address.optional(),
  /** Why the registration does not get on. */
  problem: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type SignupStatus = z.output<typeof signupStatus>;
export type SignupStatusJson = z.input<typeof signupStatus>;
