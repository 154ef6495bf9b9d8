import {
  asciiBytes,
  concatBytes,
  defaultBlake2b512,
  defaultSha256,
  readU64LE,
  u64BE,
} from './bytes';
import type { Blake2b512, Sha256 } from './types';

/** Parents of a node in the layer before. */
export const EXPANDER_DEGREE = 8;
/** Rounds of the Feistel network. */
export const FEISTEL_ROUNDS = 3;

/** Round keys: u64LE words 0..2 of SHA256("Filecoin_Feistel" ‖ porepId). */
export function feistelKeysOf(porepId: Uint8Array, sha256: Sha256 = defaultSha256): bigint[] {
  const hash = sha256(concatBytes(asciiBytes('Filecoin_Feistel'), porepId));
  return [0, 8, 16].map((offset) => readU64LE(hash, offset));
}

/** Bits of one half: the smallest h ≥ 1 with 4^h ≥ 8·nodes. */
export function feistelHalfBits(nodes: number): number {
  let half = 1;
  while (4 ** half < EXPANDER_DEGREE * nodes) half++;
  return half;
}

/** f(R, K) = (first 8 bytes of BLAKE2b-512(u64BE(R) ‖ u64BE(K)), big-endian) mod 2^halfBits. */
export function feistelRound(
  right: number,
  key: bigint,
  halfBits: number,
  blake2b512: Blake2b512 = defaultBlake2b512,
): number {
  const hash = blake2b512(concatBytes(u64BE(BigInt(right)), u64BE(key)));
  const word = new DataView(hash.buffer, hash.byteOffset).getBigUint64(0);
  return Number(word & ((1n << BigInt(halfBits)) - 1n));
}

/** Values of one round's function that were asked for; -1 where none was. */
type RoundTable = Int32Array;

/** Tables of the graphs used last: every sector of a size shares one graph. */
const tablesOf = new Map<string, RoundTable[]>();
const MOST_TABLES = 16;

/** The same by the identity of the keys, for the many nodes of one graph. */
const tablesOfKeys = new WeakMap<readonly bigint[], { halfBits: number; tables: RoundTable[] }>();

function roundTables(keys: readonly bigint[], halfBits: number): RoundTable[] {
  const last = tablesOfKeys.get(keys);
  if (last?.halfBits === halfBits) return last.tables;
  const tables = namedTables(keys, halfBits);
  tablesOfKeys.set(keys, { halfBits, tables });
  return tables;
}

function namedTables(keys: readonly bigint[], halfBits: number): RoundTable[] {
  const name = `${halfBits}:${keys.join(':')}`;
  const known = tablesOf.get(name);
  if (known) return known;
  if (tablesOf.size >= MOST_TABLES) tablesOf.clear();
  const tables = keys.map(() => new Int32Array(2 ** halfBits).fill(-1));
  tablesOf.set(name, tables);
  return tables;
}

/** The rounds of one graph. */
interface Rounds {
  keys: readonly bigint[];
  tables: readonly RoundTable[];
  halfBits: number;
  blake2b512: Blake2b512;
}

function permute({ keys, tables, halfBits, blake2b512 }: Rounds, index: number): number {
  const size = 2 ** halfBits;
  let left = Math.floor(index / size);
  let right = index % size;
  for (let round = 0; round < keys.length; round++) {
    const table = tables[round]!;
    if (table[right] === -1) {
      table[right] = feistelRound(right, keys[round]!, halfBits, blake2b512);
    }
    const mixed = left ^ table[right]!;
    left = right;
    right = mixed;
  }
  return left * size + right;
}

/**
 * Expander parents of node `v`: 8 nodes of the layer before, by a Feistel permutation of
 * [0, 8·nodes) with cycle walking. They may exceed `v`.
 */
export function expanderParents(
  keys: readonly bigint[],
  nodes: number,
  v: number,
  blake2b512: Blake2b512 = defaultBlake2b512,
): number[] {
  const halfBits = feistelHalfBits(nodes);
  const rounds = { keys, tables: roundTables(keys, halfBits), halfBits, blake2b512 };
  return Array.from({ length: EXPANDER_DEGREE }, (_, i) => {
    let index = EXPANDER_DEGREE * v + i;
    do index = permute(rounds, index);
    while (index >= EXPANDER_DEGREE * nodes);
    return Math.floor(index / EXPANDER_DEGREE);
  });
}
