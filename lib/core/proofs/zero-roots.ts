import { hashPair } from './merkle';
import type { Sha256 } from './types';

const levels: Uint8Array[] = [new Uint8Array(32)];

/**
 * Root of a subtree of zero leaves: Z0 = 32 zero bytes, Z(i+1) = T(SHA256(Zi ‖ Zi)).
 *
 * @param level - height of the subtree: 2^level leaves, 0 to 64
 */
export function zeroRoot(level: number): Uint8Array {
  while (levels.length <= level) {
    const last = levels[levels.length - 1]!;
    levels.push(hashPair(last, last));
  }
  return levels[level]!.slice();
}

/** Root of a piece lifted from `height` to `toHeight` by zero subtrees on its right. */
export function liftRoot(
  root: Uint8Array,
  height: number,
  toHeight: number,
  sha256?: Sha256,
): Uint8Array {
  let lifted = root;
  for (let level = height; level < toHeight; level++) {
    lifted = hashPair(lifted, zeroRoot(level), sha256);
  }
  return lifted;
}
