import { type Address, keccak256, toHex } from 'viem';
import type { SlotPlan, WorkLeaf } from '@/lib/core/deals';
import { ALL_HOURS, MAX_SPAN } from '../chain-world';
import type { Claim, ModelNode } from '../rules/state';

// Plans and leaves of the ledger as the chain takes them, and the model's claims.

export function planOf(node: ModelNode, slot: number, generation: number): SlotPlan {
  return {
    ...{ slot, generation, node: node.operator, payout: node.payout, rate: node.rate },
    ...{ maxSpan: MAX_SPAN, hoursMap: ALL_HOURS, commD: keccak256(toHex(`commD ${slot}`)) },
  };
}

/** Name of a generation among the truths of its deal. */
export function keyOf(slot: number, generation: number): string {
  return `${slot}/${generation}`;
}

export function emptyClaim(slot: number, generation: number): Claim {
  return { slot, generation, proven: 0n, fulfilments: 0n, commitments: 0n, lastAccepted: 0n };
}

/** @param lie - the leaf claims more than there is */
export function leafOf(deal: Address, claim: Claim, lie: boolean): WorkLeaf {
  const more = lie ? 500n : 0n;
  return {
    deal,
    slot: claim.slot,
    generation: claim.generation,
    provenPeriods: claim.proven + more,
    fulfilments: Number(claim.fulfilments + 2n * more),
    commitments: Number(claim.commitments),
    lastAccepted: claim.lastAccepted,
  };
}

export function claimOf(leaf: WorkLeaf): Claim {
  return {
    slot: leaf.slot,
    generation: leaf.generation,
    proven: leaf.provenPeriods,
    fulfilments: BigInt(leaf.fulfilments),
    commitments: BigInt(leaf.commitments),
    lastAccepted: leaf.lastAccepted,
  };
}
