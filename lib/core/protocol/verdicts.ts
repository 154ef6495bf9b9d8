import { z } from 'zod';
import { address, big, hash, uint16, uint32 } from './primitives';

/**
 * A ledger leaf in the order of its ABI types: deal, slot, generation, provenPeriods, fulfilments,
 * commitments, lastAccepted (uint64 as decimal text).
 */
export const workLeaf = z.tuple([address, uint16, uint16, big, uint32, uint32, big]);
export type WorkLeaf = z.output<typeof workLeaf>;
export type WorkLeafJson = z.input<typeof workLeaf>;

export const verdict = z.enum(['accepted', 'missing', 'rejected', 'not-due']);
export type Verdict = z.output<typeof verdict>;

export const verdictEntry = z.object({
  deal: address,
  slot: uint16,
  generation: uint16,
  due: z.boolean(),
  /** Digest of the accepted (or rejected) proof. */
  digest: hash.nullable(),
  verdict,
  leaf: workLeaf,
});
export type VerdictEntry = z.output<typeof verdictEntry>;

/** `verdicts/<period>.json`, served byte for byte; keccak256 of the bytes is the manifest hash. */
export const verdictFile = z.object({
  version: z.literal(1),
  chainId: z.int().positive(),
  period: big,
  seed: hash,
  root: hash,
  entries: z.array(verdictEntry),
});
export type VerdictFile = z.output<typeof verdictFile>;
export type VerdictFileJson = z.input<typeof verdictFile>;

/** `GET /api/verdicts/:period/leaf/:deal/:slot/:generation` */
export const verdictLeaf = z.object({
  period: big,
  root: hash,
  /** True once the root is final on chain, so that `settle` accepts the leaf. */
  posted: z.boolean(),
  leaf: workLeaf,
  path: z.array(hash),
});
export type VerdictLeaf = z.output<typeof verdictLeaf>;
