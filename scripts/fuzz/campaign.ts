import type { Sha256, VerifyResult } from '../../lib/core/proofs';
import { mutate } from './mutate';
import type { SeededRandom } from './random';

/** A verifier with its public inputs, and proofs that it accepts. */
export interface FuzzTarget {
  name: string;
  good: Uint8Array;
  verify(proof: Uint8Array, sha256: Sha256): VerifyResult;
}

/** What a campaign found. */
export interface FuzzReport {
  name: string;
  tried: number;
  /** How often each reason was given. */
  reasons: Record<string, number>;
  /** Hashes that the good proof costs. */
  goodHashes: number;
  /** Most hashes that any other proof cost. */
  mostHashes: number;
}

/**
 * Offers mutated and random proofs to a verifier.
 *
 * @throws Error if one is accepted, makes the verifier throw, or makes it hash more than the good one
 */
export function fuzzVerifier(
  target: FuzzTarget,
  count: number,
  random: SeededRandom,
  sha256: Sha256,
): FuzzReport {
  let hashes = 0;
  const counting: Sha256 = (data) => {
    hashes++;
    return sha256(data);
  };
  const offer = (proof: Uint8Array) => {
    hashes = 0;
    return target.verify(proof, counting);
  };
  if (!offer(target.good).ok) throw new Error(`${target.name}: the good proof is refused.`);
  const goodHashes = hashes;
  const reasons: Record<string, number> = {};
  let mostHashes = 0;
  for (let tried = 0; tried < count; tried++) {
    const { kind, proof } = mutate(target.good, random);
    const result = offer(proof);
    const about = `${target.name}, try ${tried}, ${kind}`;
    if (result.ok) throw new Error(`${about}: accepted.`);
    if (hashes > goodHashes) throw new Error(`${about}: ${hashes} hashes.`);
    mostHashes = Math.max(mostHashes, hashes);
    reasons[result.reason] = (reasons[result.reason] ?? 0) + 1;
  }
  return { name: target.name, tried: count, reasons, goodHashes, mostHashes };
}
