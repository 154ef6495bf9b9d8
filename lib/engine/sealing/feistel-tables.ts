import { feistelHalfBits, feistelKeysOf, feistelRound } from '../../core/proofs/sdr';
import { nodeBlake2b512 } from '../verify/node-blake2b';
import { nodeSha256 } from '../verify/node-sha256';

/** Every value of the Feistel round function: three tables of 2^half u16, back to back. */
export function feistelTables(id: Uint8Array, nodes: number): Uint8Array {
  const half = feistelHalfBits(nodes);
  const words = feistelKeysOf(id, nodeSha256).flatMap((key) =>
    Array.from({ length: 2 ** half }, (_, right) => feistelRound(right, key, half, nodeBlake2b512)),
  );
  return new Uint8Array(Uint16Array.from(words).buffer);
}
