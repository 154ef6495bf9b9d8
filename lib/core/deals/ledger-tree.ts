import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { AppError } from '../errors';
import type { Hex, WorkLeaf } from './types';

/** Field types of a ledger leaf, in order (docs/protocol.md, section 2). */
export const LEDGER_LEAF_TYPES = [
  'address',
  'uint16',
  'uint16',
  'uint64',
  'uint32',
  'uint32',
  'uint64',
];

/** A leaf and the way from it to the root. */
export interface ProvenLeaf {
  leaf: WorkLeaf;
  path: Hex[];
}

/** The tree of everybody's work in one period; behind an interface so that a faster builder can follow. */
export interface LedgerTree {
  root: Hex;
  /** In tree order. */
  leaves: readonly WorkLeaf[];
  /** Null if the tree has no such leaf. */
  find(deal: Hex, slot: number, generation: number): ProvenLeaf | null;
  /** All leaves of one deal, in tree order. */
  ofDeal(deal: Hex): ProvenLeaf[];
}

/** Order of leaves and of verdict entries: by deal, slot, generation. */
export function compareSlots(
  a: { deal: Hex; slot: number; generation: number },
  b: { deal: Hex; slot: number; generation: number },
): number {
  const dealA = a.deal.toLowerCase();
  const dealB = b.deal.toLowerCase();
  if (dealA !== dealB) return dealA < dealB ? -1 : 1;
  return a.slot - b.slot || a.generation - b.generation;
}

const keyOf = (deal: Hex, slot: number, generation: number) =>
  `${deal.toLowerCase()}/${slot}/${generation}`;

function row(leaf: WorkLeaf): (string | number)[] {
  const { deal, slot, generation, fulfilments, commitments } = leaf;
  const { provenPeriods, lastAccepted } = leaf;
  return [deal, slot, generation, `${provenPeriods}`, fulfilments, commitments, `${lastAccepted}`];
}

/**
 * Builds the ledger's tree, leaves ordered by (deal, slot, generation) whatever the input order.
 *
 * @throws AppError `DEAL_BAD_LEDGER` without leaves or with two of the same slot and generation
 */
export function buildLedgerTree(leaves: readonly WorkLeaf[]): LedgerTree {
  const sorted = [...leaves].sort(compareSlots);
  const indexOf = new Map(sorted.map((l, i) => [keyOf(l.deal, l.slot, l.generation), i]));
  if (sorted.length === 0 || indexOf.size !== sorted.length) {
    throw new AppError('DEAL_BAD_LEDGER', 'A ledger has one leaf for each slot and generation.');
  }
  const tree = StandardMerkleTree.of(sorted.map(row), LEDGER_LEAF_TYPES, { sortLeaves: false });
  const at = (index: number): ProvenLeaf => ({
    leaf: sorted[index] as WorkLeaf,
    path: tree.getProof(index) as Hex[],
  });
  return {
    root: tree.root as Hex,
    leaves: sorted,
    find(deal, slot, generation) {
      const index = indexOf.get(keyOf(deal, slot, generation));
      return index === undefined ? null : at(index);
    },
    ofDeal(deal) {
      const wanted = deal.toLowerCase();
      return sorted.flatMap((leaf, i) => (leaf.deal.toLowerCase() === wanted ? [at(i)] : []));
    },
  };
}

/** True if `path` leads from `leaf` to `root`. */
export function isInLedger(root: Hex, leaf: WorkLeaf, path: readonly Hex[]): boolean {
  return StandardMerkleTree.verify(root, LEDGER_LEAF_TYPES, row(leaf), [...path]);
}
