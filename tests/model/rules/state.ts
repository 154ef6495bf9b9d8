import type { Address } from 'viem';

// Who has how much, by contracts/SPEC.md and nothing else: no contract code was at hand when these rules
// were written. They keep no running sums as the contracts do, but count everything anew each time.

export type SlotState = 'Vacant' | 'Offered' | 'PreCommitted' | 'Proved' | 'Live' | 'Ended';
export type DealState = 'Pending' | 'Active' | 'Completed' | 'Cancelled';

/** A node as the registry has it; every node promises all hours. */
export interface ModelNode {
  operator: Address;
  payout: Address;
  rate: bigint;
  reserved: bigint;
  fulfilments: bigint;
  commitments: bigint;
}

/** What nodes, client and platform have outside the deals, and what nodes are known for. */
export interface ModelWorld {
  balances: Map<Address, bigint>;
  /** Accounts that take no money now. */
  closed: Set<Address>;
  nodes: ModelNode[];
  feeRecipient: Address;
  rootDelay: bigint;
  disputeWindow: bigint;
  /** Periods that have a root. */
  rooted: Set<bigint>;
}

export interface ModelTerms {
  client: Address;
  sectorBytes: bigint;
  duration: bigint;
  maxRate: bigint;
  sealRewardPeriods: bigint;
  minRunway: bigint;
  feeBps: bigint;
  publishedAt: bigint;
  sealingDeadline: bigint;
  startDeadline: bigint;
}

export interface Generation {
  node: ModelNode;
  payout: Address;
  rate: bigint;
  state: SlotState;
  preCommits: number;
  sealBy: bigint;
  start?: bigint;
  /** Announced or real last period. */
  end?: bigint;
  /** Accrues no longer. */
  stopped: boolean;
  proven: bigint;
  fulfilments: bigint;
  commitments: bigint;
  paid: bigint;
  reward: 'none' | 'reserved' | 'paid' | 'forfeited';
  closed: boolean;
  /** What disputes gave beside the ledger: periods, kept promises of the ledger's, and own ones. */
  credited: bigint;
  restored: bigint;
  added: bigint;
  /** Newest period that a dispute credited. */
  newest: bigint;
  /** Broken promises up to there were taken off its credit. */
  judged: bigint;
  /** Newest period that time decided as the newest one: up to there no promise was taken off. */
  covered: bigint;
  disputes: Map<bigint, 'open' | 'credited' | 'dismissed'>;
}

/** A ledger's claim about one generation. */
export interface Claim {
  slot: number;
  generation: number;
  proven: bigint;
  fulfilments: bigint;
  commitments: bigint;
  lastAccepted: bigint;
}

/** A slot as it is offered. */
export function newGeneration(node: ModelNode, sealBy: bigint): Generation {
  return {
    ...{ node, payout: node.payout, rate: node.rate, state: 'Offered', preCommits: 0, sealBy },
    ...{ stopped: false, proven: 0n, fulfilments: 0n, commitments: 0n, paid: 0n },
    ...{ reward: 'none', closed: false, credited: 0n, restored: 0n, added: 0n, newest: 0n },
    ...{ judged: 0n, covered: 0n },
    disputes: new Map(),
  };
}
