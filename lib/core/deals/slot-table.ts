import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { encodeAbiParameters, keccak256, parseAbiParameters } from 'viem';
import { AppError } from '../errors';
import type { Hex, SlotPlan } from './types';

/** Field types of a slot table leaf, in order (docs/protocol.md, section 2). */
export const SLOT_LEAF_TYPES = [
  'uint16',
  'uint16',
  'address',
  'address',
  'uint96',
  'uint16',
  'uint256',
  'bytes32',
];
const LEAF = parseAbiParameters(
  'uint16, uint16, address, address, uint96, uint16, uint256, bytes32',
);
const DIGEST_STEP = parseAbiParameters('bytes32, bytes32');

/** Root of a slot table and the path of each of its rows. */
export interface SlotTable {
  root: Hex;
  /** Merkle path of the row at this slot number. @throws AppError `DEAL_UNKNOWN_SLOT` */
  pathOf(slot: number): Hex[];
}

function values(plan: SlotPlan) {
  const { slot, generation, node, payout, rate, maxSpan, hoursMap, commD } = plan;
  return [slot, generation, node, payout, rate, maxSpan, hoursMap, commD] as const;
}

/** keccak256(keccak256(abi.encode(plan))): the leaf of one row, as OpenZeppelin hashes it. */
export function slotLeafHash(plan: SlotPlan): Hex {
  return keccak256(keccak256(encodeAbiParameters(LEAF, values(plan))));
}

/**
 * Builds the slot table's Merkle tree. Row i must be slot i of generation 0.
 *
 * @throws AppError `DEAL_BAD_SLOT_TABLE` when rows are missing, doubled or out of order
 */
export function buildSlotTable(plans: readonly SlotPlan[]): SlotTable {
  const isOrdered = plans.every((plan, i) => plan.slot === i && plan.generation === 0);
  if (plans.length === 0 || !isOrdered) {
    throw new AppError(
      'DEAL_BAD_SLOT_TABLE',
      'A slot table lists slots 0, 1, 2, … of generation 0.',
    );
  }
  // bigints as strings: the tree keeps its values for `dump`, which is JSON
  const rows = plans.map((plan) => values(plan).map((v) => (typeof v === 'bigint' ? `${v}` : v)));
  const tree = StandardMerkleTree.of(rows, SLOT_LEAF_TYPES, { sortLeaves: false });
  return {
    root: tree.root as Hex,
    pathOf(slot) {
      if (!Number.isInteger(slot) || slot < 0 || slot >= plans.length) {
        throw new AppError('DEAL_UNKNOWN_SLOT', 'The deal has no such slot.', {
          details: { slot },
        });
      }
      return tree.getProof(slot) as Hex[];
    },
  };
}

/** True if `path` leads from `plan` to `root`. */
export function isInSlotTable(root: Hex, plan: SlotPlan, path: readonly Hex[]): boolean {
  const row = values(plan).map((v) => (typeof v === 'bigint' ? `${v}` : v));
  return StandardMerkleTree.verify(root, SLOT_LEAF_TYPES, row, [...path]);
}

/**
 * slotsDigest: the slots root, folded with the leaf of every replacement made while the deal is
 * pending: keccak256(abi.encode(slotsDigest, leafHash)). It makes startDeal consent to them.
 */
export function slotsDigestOf(root: Hex, pendingReplacements: readonly SlotPlan[]): Hex {
  return pendingReplacements.reduce<Hex>(
    (digest, plan) => keccak256(encodeAbiParameters(DIGEST_STEP, [digest, slotLeafHash(plan)])),
    root,
  );
}
