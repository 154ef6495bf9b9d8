import { NODE_BYTES, nodesOf, type SealParams, treeDepth } from '../../core/proofs/sdr';

/**
 * Where the rows of a stored tree are. The leaves (row 0) are another file; the rows right above
 * them are dropped and recomputed; the rest follow each other from the lowest up to the root.
 */
export interface TreeLayout {
  nodes: number;
  depth: number;
  /** Lowest stored row, at least 1. */
  firstRow: number;
  /** Length of the tree file. */
  bytes: number;
  /** Byte offset of a stored row. */
  offsetOf(row: number): number;
}

/** Layout of any of a sector's trees; at least the root is stored. */
export function treeLayout(params: SealParams): TreeLayout {
  const depth = treeDepth(params.sectorBytes);
  const nodes = nodesOf(params.sectorBytes);
  const firstRow = Math.min(params.droppedRows, depth - 1) + 1;
  // Rows firstRow … row − 1 hold 2^(depth − firstRow + 1) − 2^(depth − row + 1) nodes.
  const offsetOf = (row: number) =>
    (2 ** (depth - firstRow + 1) - 2 ** (depth - row + 1)) * NODE_BYTES;
  return { nodes, depth, firstRow, bytes: offsetOf(depth + 1), offsetOf };
}
