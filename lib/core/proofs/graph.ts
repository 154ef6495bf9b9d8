import { baseParents, drgSeedOf } from './base-parents';
import { defaultBlake2b512, defaultSha256 } from './bytes';
import { expanderParents, feistelKeysOf } from './expander-parents';
import type { Blake2b512, Sha256 } from './types';

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
  blake2b512: Blake2b512 = defaultBlake2b512,
): Graph {
  const drgSeed = drgSeedOf(porepId, sha256);
  const keys = feistelKeysOf(porepId, sha256);
  const known = new Map<number, NodeParents>();
  return {
    nodes,
    parents(v) {
      let parents = known.get(v);
      if (!parents) {
        const expander = expanderParents(keys, nodes, v, blake2b512);
        parents = { base: baseParents(drgSeed, v), expander };
        known.set(v, parents);
      }
      return parents;
    },
  };
}
