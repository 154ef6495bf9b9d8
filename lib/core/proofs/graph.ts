import { baseParents, drgSeedOf } from './base-parents';
import { defaultSha256 } from './bytes';
import { expanderParents, feistelKeysOf } from './expander-parents';
import type { Sha256 } from './types';

/** Parents of one node of the stacked graph. */
export interface NodeParents {
  /** 6 nodes of the same layer. */
  base: number[];
  /** 8 nodes of the layer before. */
  expander: number[];
}

/** The graph of one porepId and size; parents are the same in every layer. */
export interface Graph {
  nodes: number;
  parents(v: number): NodeParents;
}

/** Graph of `nodes` nodes; parents are computed when asked for and remembered. */
export function createGraph(
  porepId: Uint8Array,
  nodes: number,
  sha256: Sha256 = defaultSha256,
): Graph {
  const drgSeed = drgSeedOf(porepId, sha256);
  const keys = feistelKeysOf(porepId, sha256);
  const known = new Map<number, NodeParents>();
  return {
    nodes,
    parents(v) {
      let parents = known.get(v);
      if (!parents) {
        parents = { base: baseParents(drgSeed, v), expander: expanderParents(keys, nodes, v) };
        known.set(v, parents);
      }
      return parents;
    },
  };
}
