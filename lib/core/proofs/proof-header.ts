import { treeDepth } from './params';
import type { ProofRejection, SealParams } from './types';

/** Version that this engine writes and accepts. */
export const PROOF_VERSION = 1;
/** Bytes before the elements of a proof body. */
export const PROOF_HEADER_BYTES = 8;

/** Second byte of a body. */
export const PROOF_KIND = { porep: 1, windowPost: 2 } as const;
/** Name of a kind of proof. */
export type ProofKind = keyof typeof PROOF_KIND;

/**
 * Header of a body: version ‖ kind ‖ log2(sectorBytes) ‖ layers (0 in a PoSt) ‖
 * u16BE(challenges) ‖ two zero bytes.
 */
export function proofHeader(kind: ProofKind, params: SealParams): Uint8Array {
  const isPorep = kind === 'porep';
  const count = isPorep ? params.porepChallenges : params.postChallenges;
  return Uint8Array.of(
    PROOF_VERSION,
    PROOF_KIND[kind],
    treeDepth(params.sectorBytes) + 5,
    isPorep ? params.layers : 0,
    count >> 8,
    count & 0xff,
    0,
    0,
  );
}

/** Compares a body's header with the one that the public inputs require; null if equal. */
export function checkProofHeader(
  proof: Uint8Array,
  kind: ProofKind,
  params: SealParams,
): ProofRejection | null {
  if (proof.length < PROOF_HEADER_BYTES) return 'wrong-length';
  if (proof[0] !== PROOF_VERSION) return 'wrong-version';
  return proofHeader(kind, params).every((byte, i) => byte === proof[i]) ? null : 'wrong-shape';
}
