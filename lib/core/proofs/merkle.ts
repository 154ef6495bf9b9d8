import { defaultSha256 } from './bytes';
import { NODE_BYTES } from './field';
import type { Sha256 } from './types';

/** Scratch for the message of one parent: hash functions keep nothing of what they are given. */
const pair = new Uint8Array(2 * NODE_BYTES);

/** Parent of two 32-byte nodes: T(SHA256(left ‖ right)). */
export function hashPair(
  left: Uint8Array,
  right: Uint8Array,
  sha256: Sha256 = defaultSha256,
): Uint8Array {
  pair.set(left);
  pair.set(right, NODE_BYTES);
  const hash = sha256(pair);
  hash[31]! &= 0x3f;
  return hash;
}

/** Root of a binary tree over `leaves` (a power of two of them, not hashed first). */
export function merkleRoot(leaves: Uint8Array[], sha256: Sha256 = defaultSha256): Uint8Array {
  let row = leaves;
  while (row.length > 1) {
    const next: Uint8Array[] = [];
    for (let i = 0; i < row.length; i += 2) next.push(hashPair(row[i]!, row[i + 1]!, sha256));
    row = next;
  }
  return row[0]!;
}

/**
 * Root that a leaf and its siblings lead to. `siblings` is `depth` nodes from the leaf upwards, back
 * to back; at level i, bit i of `index` set means that the own node is the right child.
 */
export function pathRoot(
  leaf: Uint8Array,
  index: number,
  siblings: Uint8Array,
  sha256: Sha256 = defaultSha256,
): Uint8Array {
  let node = leaf;
  for (let at = 0, i = index; at < siblings.length; at += NODE_BYTES, i = Math.floor(i / 2)) {
    const sibling = siblings.subarray(at, at + NODE_BYTES);
    node = i % 2 === 1 ? hashPair(sibling, node, sha256) : hashPair(node, sibling, sha256);
  }
  return node;
}

/** One node of a tree: level 0 is the leaves. */
export interface TreePosition {
  level: number;
  index: number;
}

/**
 * The nodes that a joint opening of several leaves has to carry, in the order in which it carries
 * them: level by level from the leaves, ascending index; never a node that can be recomputed.
 *
 * @param indices - distinct, ascending
 */
export function jointSiblings(indices: readonly number[], depth: number): TreePosition[] {
  const needed: TreePosition[] = [];
  let known = indices;
  for (let level = 0; level < depth; level++) {
    const parents: number[] = [];
    for (let i = 0; i < known.length; i++) {
      const index = known[i]!;
      const isPair = index % 2 === 0 && known[i + 1] === index + 1;
      if (isPair) i++;
      else needed.push({ level, index: index % 2 === 0 ? index + 1 : index - 1 });
      parents.push(Math.floor(index / 2));
    }
    known = parents;
  }
  return needed;
}

/**
 * Root of a joint opening.
 *
 * @param indices - distinct, ascending; `leaves` in the same order
 * @param siblings - the nodes of {@link jointSiblings}, back to back
 */
export function jointRoot(
  indices: readonly number[],
  leaves: Uint8Array[],
  siblings: Uint8Array,
  depth: number,
  sha256: Sha256 = defaultSha256,
): Uint8Array {
  let known = indices;
  let nodes = leaves;
  let at = 0;
  const take = () => {
    at += NODE_BYTES;
    return siblings.subarray(at - NODE_BYTES, at);
  };
  for (let level = 0; level < depth; level++) {
    const parents: number[] = [];
    const hashes: Uint8Array[] = [];
    for (let i = 0; i < known.length; i++) {
      const index = known[i]!;
      const node = nodes[i]!;
      const isPair = index % 2 === 0 && known[i + 1] === index + 1;
      if (isPair) hashes.push(hashPair(node, nodes[++i]!, sha256));
      else if (index % 2 === 0) hashes.push(hashPair(node, take(), sha256));
      else hashes.push(hashPair(take(), node, sha256));
      parents.push(Math.floor(index / 2));
    }
    known = parents;
    nodes = hashes;
  }
  return nodes[0]!;
}
