import { concatBytes, defaultSha256, readLE, readU64LE, truncate254, u32LE, u64LE } from './bytes';
import type { Sha256 } from './types';

/**
 * PoRep challenges: c_j = LE256(SHA256(replicaId ‖ seed ‖ u32LE(j))) mod (nodes − 1) + 1.
 * Node 0 is never challenged; duplicates are possible and kept.
 */
export function porepChallenges(
  replicaId: Uint8Array,
  seed: Uint8Array,
  nodes: number,
  count: number,
  sha256: Sha256 = defaultSha256,
): number[] {
  return Array.from({ length: count }, (_, j) => {
    const hash = sha256(concatBytes(replicaId, seed, u32LE(j)));
    return Number(readLE(hash) % BigInt(nodes - 1)) + 1;
  });
}

/**
 * Window PoSt challenges: leaf_i = u64LE(SHA256(T(seed) ‖ u64LE(sectorId) ‖ u64LE(i))[0..8]) mod nodes.
 * Duplicates are possible and kept.
 */
export function postChallenges(
  seed: Uint8Array,
  sectorId: bigint,
  nodes: number,
  count: number,
  sha256: Sha256 = defaultSha256,
): number[] {
  const masked = truncate254(seed);
  return Array.from({ length: count }, (_, i) => {
    const hash = sha256(concatBytes(masked, u64LE(sectorId), u64LE(BigInt(i))));
    return Number(readU64LE(hash) % BigInt(nodes));
  });
}
