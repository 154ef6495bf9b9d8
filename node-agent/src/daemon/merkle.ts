import { concat, encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from 'viem';
import type { SlotPlan, WorkLeaf } from '@/lib/core/protocol';

const LEAF = parseAbiParameters(
  'uint16, uint16, address, address, uint96, uint16, uint256, bytes32',
);

/** Leaf of a slot in the table that the deal commits to (docs/protocol.md, section 2). */
export function slotLeaf(plan: SlotPlan): Hex {
  const { slot, generation, node, payout, rate, maxSpan, hoursMap, commD } = plan;
  const values = [slot, generation, node, payout, rate, maxSpan, BigInt(hoursMap), commD] as const;
  return keccak256(keccak256(encodeAbiParameters(LEAF, values)));
}

/** Root that a path leads to; siblings are hashed in sorted order, as OpenZeppelin does. */
export function rootOf(leaf: Hex, path: readonly Hex[]): Hex {
  return path.reduce((node, sibling) => {
    const pair = BigInt(node) < BigInt(sibling) ? [node, sibling] : [sibling, node];
    return keccak256(concat(pair));
  }, leaf);
}

const WORK_LEAF = parseAbiParameters('address, uint16, uint16, uint64, uint32, uint32, uint64');

/** Leaf of a generation in the root of a period (docs/protocol.md, section 2). */
export function workLeafHash(leaf: WorkLeaf): Hex {
  return keccak256(keccak256(encodeAbiParameters(WORK_LEAF, leaf)));
}
