import { BASE_DEGREE } from './base-parents';
import { defaultSha256 } from './bytes';
import { porepChallenges } from './challenges';
import { EXPANDER_DEGREE } from './expander-parents';
import { NODE_BYTES } from './field';
import { createGraph, type Graph } from './graph';
import { jointSiblings, type TreePosition } from './merkle';
import { nodesOf, treeDepth } from './params';
import { PROOF_HEADER_BYTES } from './proof-header';
import type { Blake2b512, SealParams, Sha256 } from './types';

/** What a PoRep body holds and where; derived by prover and verifier alike, never read from the body. */
export interface PorepShape {
  graph: Graph;
  /** Distinct challenged nodes, ascending. */
  challenged: number[];
  /** Distinct challenged nodes and their parents, ascending: their columns are opened. */
  opened: number[];
  /** Nodes that open `challenged` in the data tree and in the sealed tree. */
  challengedSiblings: TreePosition[];
  /** Nodes that open `opened` in the column tree. */
  openedSiblings: TreePosition[];
  /** Byte ranges [start, end) of the body. */
  ranges: Record<
    'dataLeaves' | 'dataTree' | 'sealedTree' | 'columns' | 'columnTree',
    [number, number]
  >;
  /** Exact length of the body. */
  bytes: number;
}

function distinctAscending(values: Iterable<number>): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Shape of the PoRep body for one replica and interactive seed. */
export function porepShape(
  params: SealParams,
  porepId: Uint8Array,
  replicaId: Uint8Array,
  seed: Uint8Array,
  sha256: Sha256 = defaultSha256,
  blake2b512?: Blake2b512,
): PorepShape {
  const nodes = nodesOf(params.sectorBytes);
  const depth = treeDepth(params.sectorBytes);
  const graph = createGraph(porepId, nodes, sha256, blake2b512);
  const challenged = distinctAscending(
    porepChallenges(replicaId, seed, nodes, params.porepChallenges, sha256),
  );
  const opened = distinctAscending(
    challenged.flatMap((v) => {
      const { base, expander } = graph.parents(v);
      return [v, ...base, ...(params.layers > 1 ? expander : [])];
    }),
  );
  const challengedSiblings = jointSiblings(challenged, depth);
  const openedSiblings = jointSiblings(opened, depth);
  let at = PROOF_HEADER_BYTES;
  const take = (elements: number): [number, number] => {
    const start = at;
    at += elements * NODE_BYTES;
    return [start, at];
  };
  const ranges = {
    dataLeaves: take(challenged.length),
    dataTree: take(challengedSiblings.length),
    sealedTree: take(challengedSiblings.length),
    columns: take(opened.length * params.layers),
    columnTree: take(openedSiblings.length),
  };
  return { graph, challenged, opened, challengedSiblings, openedSiblings, ranges, bytes: at };
}

/** Most bytes that a PoRep body can have under `params`: the limit for uploads. */
export function maxSealProofBytes(params: SealParams): number {
  const depth = treeDepth(params.sectorBytes);
  const columns = 1 + BASE_DEGREE + (params.layers > 1 ? EXPANDER_DEGREE : 0);
  const perChallenge = 1 + 2 * depth + columns * (params.layers + depth);
  return PROOF_HEADER_BYTES + params.porepChallenges * perChallenge * NODE_BYTES;
}
