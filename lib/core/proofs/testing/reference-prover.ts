import { concatBytes } from '../bytes';
import { postChallenges } from '../challenges';
import { createGraph } from '../graph';
import { porepId, replicaId } from '../ids';
import { columnHash, labelNode } from '../labels';
import { hashPair, type TreePosition } from '../merkle';
import { nodesOf } from '../params';
import { porepShape } from '../porep-shape';
import { proofHeader } from '../proof-header';
import type { ReplicaInputs, SealParams } from '../types';

// A prover in memory, for small sectors in tests. It proves whatever it is given, consistent or
// forged: an attacker who controls every byte but the public inputs.

/** All nodes of a tree, row 0 being the leaves. */
export type Rows = Uint8Array[][];

/** Everything that a prover claims about a sector. */
export interface Claim {
  data: Uint8Array[];
  /** labels[layer − 1][node] */
  labels: Uint8Array[][];
  sealed: Uint8Array[];
}

/** Rows of the tree over `leaves`. */
export function treeRows(leaves: Uint8Array[]): Rows {
  const rows = [leaves];
  for (let row = leaves; row.length > 1; rows.push(row)) {
    const below = row;
    row = Array.from({ length: below.length / 2 }, (_, i) =>
      hashPair(below[2 * i]!, below[2 * i + 1]!),
    );
  }
  return rows;
}

/** Honest labels of every layer. */
export function referenceLabels(params: SealParams, inputs: ReplicaInputs): Uint8Array[][] {
  const id = porepId(params.sectorBytes, params.layers);
  const replica = replicaId({ ...inputs, porepId: id });
  const nodes = nodesOf(params.sectorBytes);
  const graph = createGraph(id, nodes);
  const labels: Uint8Array[][] = [];
  for (let layer = 1; layer <= params.layers; layer++) {
    labels.push([]);
    for (let v = 0; v < nodes; v++) {
      const labelOf = (l: number, node: number) => labels[l - 1]![node]!;
      labels[layer - 1]!.push(labelNode(replica, layer, v, graph.parents(v), labelOf));
    }
  }
  return labels;
}

/** Trees and commitments of a claim. */
export function commit(claim: Claim) {
  const column = (v: number) => concatBytes(...claim.labels.map((layer) => layer[v]!));
  const data = treeRows(claim.data);
  const sealed = treeRows(claim.sealed);
  const columns = treeRows(claim.data.map((_, v) => columnHash(column(v))));
  const commC = columns.at(-1)![0]!;
  const commR = hashPair(commC, sealed.at(-1)![0]!);
  return { data, sealed, columns, column, commD: data.at(-1)![0]!, commC, commR };
}

/** PoRep body of a claim. */
export function provePorep(
  params: SealParams,
  inputs: ReplicaInputs,
  seed: Uint8Array,
  claim: Claim,
): Uint8Array {
  const id = porepId(params.sectorBytes, params.layers);
  const shape = porepShape(params, id, replicaId({ ...inputs, porepId: id }), seed);
  const trees = commit(claim);
  const open = (rows: Rows, where: TreePosition[]) =>
    where.map(({ level, index }) => rows[level]![index]!);
  return concatBytes(
    proofHeader('porep', params),
    ...shape.challenged.map((v) => claim.data[v]!),
    ...open(trees.data, shape.challengedSiblings),
    ...open(trees.sealed, shape.challengedSiblings),
    ...shape.opened.map((v) => trees.column(v)),
    ...open(trees.columns, shape.openedSiblings),
  );
}

/** Window PoSt body of a claim. */
export function provePost(
  params: SealParams,
  sectorId: bigint,
  seed: Uint8Array,
  claim: Claim,
): Uint8Array {
  const { sealed, commC } = commit(claim);
  const nodes = nodesOf(params.sectorBytes);
  const openings = postChallenges(seed, sectorId, nodes, params.postChallenges).flatMap((leaf) =>
    sealed
      .slice(0, -1)
      .map((row, level) =>
        level === 0 ? [row[leaf]!, row[leaf ^ 1]!] : [row[(leaf >> level) ^ 1]!],
      ),
  );
  return concatBytes(proofHeader('windowPost', params), commC, ...openings.flat());
}
