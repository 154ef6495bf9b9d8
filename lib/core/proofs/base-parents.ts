import { asciiBytes, concatBytes, defaultSha256, u32LE } from './bytes';
import { chacha8Words } from './chacha8';
import type { Sha256 } from './types';

/** Parents of a node inside its own layer. */
export const BASE_DEGREE = 6;
const SAMPLED = BASE_DEGREE - 1;

/** drgSeed = first 28 bytes of SHA256("Filecoin_DRSample" ‖ porepId). */
export function drgSeedOf(porepId: Uint8Array, sha256: Sha256 = defaultSha256): Uint8Array {
  return sha256(concatBytes(asciiBytes('Filecoin_DRSample'), porepId)).slice(0, 28);
}

/** Smallest B with 2^B ≥ m, for m ≥ 2. */
function ceilLog2(m: number): number {
  return (m - 1).toString(2).length;
}

/**
 * (high · 2^32 + low) mod m in doubles. Exact for m ≤ 2^26.3, the widest range in a sector of 1 GiB:
 * the product below stays under 2^53.
 */
function modulo(high: number, low: number, m: number): number {
  return ((high % m) * (2 ** 32 % m) + low) % m;
}

/**
 * DRSample parents of node `v` in its own layer (proof api 1.1 and later: v − 1 comes first).
 * Repeats are kept and order matters. Plain modulo, as in the reference.
 *
 * @returns 6 node numbers; all zero for v = 0 (never used) and v = 1
 */
export function baseParents(drgSeed: Uint8Array, v: number): number[] {
  if (v < 2) return new Array<number>(BASE_DEGREE).fill(0);
  const x = chacha8Words(concatBytes(drgSeed, u32LE(v)), 2 * SAMPLED);
  const sample = (i: number, m: number) => modulo(x[2 * i + 1]!, x[2 * i]!, m);
  const m = SAMPLED * v;
  const buckets = ceilLog2(m);
  const parents = [v - 1];
  for (let i = 0; i < SAMPLED; i++) {
    const j = sample(2 * i, buckets) + 1;
    const high = Math.min(m, 2 ** j);
    const low = Math.max(2, Math.floor(high / 2));
    const distance = low + sample(2 * i + 1, high - low + 1);
    const parent = Math.floor((m - distance) / SAMPLED);
    parents.push(parent === v ? v - 1 : parent);
  }
  return parents;
}
