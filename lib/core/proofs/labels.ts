import { concatBytes, defaultSha256, truncate254, u32BE, u64BE } from './bytes';
import type { NodeParents } from './graph';
import type { Sha256 } from './types';

/** Parents hashed into one label; the list of a node is repeated up to this number. */
const HASHED_PARENTS = 37;

/** Label of any layer (from 1) and node: 32 bytes. */
export type LabelSource = (layer: number, node: number) => Uint8Array;

function header(replicaId: Uint8Array, layer: number, v: number): Uint8Array {
  return concatBytes(replicaId, u32BE(layer), u64BE(BigInt(v)), new Uint8Array(20));
}

/**
 * Label of node `v` in `layer` = T(SHA256(header ‖ 37 parent labels)); node 0 has no parents.
 *
 * @param layer - from 1
 * @param labelOf - must know the base parents in `layer` and the expander parents in `layer − 1`
 */
export function labelNode(
  replicaId: Uint8Array,
  layer: number,
  v: number,
  parents: NodeParents,
  labelOf: LabelSource,
  sha256: Sha256 = defaultSha256,
): Uint8Array {
  if (v === 0) return truncate254(sha256(header(replicaId, layer, v)));
  const list = parents.base.map((node) => labelOf(layer, node));
  if (layer > 1) list.push(...parents.expander.map((node) => labelOf(layer - 1, node)));
  const repeated = Array.from({ length: HASHED_PARENTS }, (_, i) => list[i % list.length]!);
  return truncate254(sha256(concatBytes(header(replicaId, layer, v), ...repeated)));
}

/** column = T(SHA256(label_1 ‖ … ‖ label_L)) of one node, given its labels back to back. */
export function columnHash(labels: Uint8Array, sha256: Sha256 = defaultSha256): Uint8Array {
  return truncate254(sha256(labels));
}
