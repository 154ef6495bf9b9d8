import type { Address, Hex } from '@/lib/core/protocol';

/** Values of the contracts' `DealState`. */
export const DealState = { pending: 0, active: 1, completed: 2, cancelled: 3 } as const;
/** Values of the contracts' `SlotState`. */
export const SlotState = {
  vacant: 0,
  offered: 1,
  preCommitted: 2,
  proved: 3,
  live: 4,
  ended: 5,
} as const;

/** Most preCommits that the contract takes for one generation. */
export const MAX_PRE_COMMITS = 3;
/** A second rejection says that the files are bad: the sector is made anew. */
const RESEAL_AFTER = 2;
const ZERO_HASH: Hex = `0x${'0'.repeat(64)}`;

/** What is known when the next step of a slot is decided. */
export interface SlotFacts {
  operator: Address;
  generation: number;
  chain: {
    dealExists: boolean;
    dealState: number;
    slot: {
      state: number;
      node: Address;
      generation: number;
      preCommits: number;
      preCommitEpoch: bigint;
      commR: Hex;
      proofDigest: Hex;
    };
    /** Unix seconds of the newest block. */
    timestamp: bigint;
    blockNumber: bigint;
    seedDelay: bigint;
  };
  sealingDeadline: number;
  /** Of a live slot. */
  liveTerms?: { start: bigint; hoursMap: Hex; commR: Hex; end?: bigint };
  /** Accrual is over: closing proofs are due. */
  isClosing?: boolean;
  /** The announced end of a live slot has come and is proved: its space can be free. */
  isLeft?: boolean;
  local: {
    accepted: boolean;
    refusal?: string;
    /** The shard is here, complete and checked. */
    hasPayload: boolean;
    commR?: Hex;
    proof?: { epoch: bigint; digest: Hex; uploaded: boolean };
    finalised: boolean;
    /** Number of preCommits at which this sector was made anew. */
    resealedAt?: number;
  };
}

/** The one thing to do next. Each action changes the facts, so that the next decision differs. */
export type SlotAction =
  | { type: 'drop'; why: 'deal-gone' | 'deal-over' | 'replaced' | 'refused' | 'ended' }
  | { type: 'consider' }
  | { type: 'refuse'; reason: string }
  | { type: 'fetch' }
  | { type: 'seal' }
  | { type: 'reseal' }
  | { type: 'pre-commit' }
  | { type: 'prove-seal' }
  | { type: 'upload-proof' }
  | { type: 'prove-commit' }
  | { type: 'finalise' }
  | { type: 'wait'; for: 'seed' | 'verdict' | 'start' | 'replacement' }
  | { type: 'release' }
  | { type: 'live' };

function same(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Fetch and seal as far as needed; undefined once the sector stands. */
function missingSector({ local }: SlotFacts): SlotAction | undefined {
  if (local.commR) return undefined;
  return local.hasPayload ? { type: 'seal' } : { type: 'fetch' };
}

/** Offered for the first time, or again after a rejected proof: this node may take the slot. */
function offered(facts: SlotFacts): SlotAction {
  const { chain, local } = facts;
  if (local.refusal !== undefined) return { type: 'refuse', reason: local.refusal };
  const isLate = Number(chain.timestamp) > facts.sealingDeadline;
  if (isLate && facts.generation === 0) return { type: 'wait', for: 'replacement' };
  if (!local.accepted) return { type: 'consider' };
  const { preCommits } = chain.slot;
  if (preCommits >= MAX_PRE_COMMITS) return { type: 'wait', for: 'replacement' };
  const isSuspect = preCommits >= RESEAL_AFTER && local.resealedAt !== preCommits;
  if (isSuspect && local.commR) return { type: 'reseal' };
  return missingSector(facts) ?? { type: 'pre-commit' };
}

function preCommitted(facts: SlotFacts): SlotAction {
  const { chain, local } = facts;
  const missing = missingSector(facts);
  if (missing) return missing;
  const { slot } = chain;
  if (local.commR !== slot.commR) return { type: 'pre-commit' };
  const isProofForIt = local.proof?.epoch === slot.preCommitEpoch;
  if (!local.proof || !isProofForIt) {
    const isSeedThere = chain.blockNumber > slot.preCommitEpoch + chain.seedDelay;
    return isSeedThere ? { type: 'prove-seal' } : { type: 'wait', for: 'seed' };
  }
  if (!local.proof.uploaded) return { type: 'upload-proof' };
  if (slot.proofDigest === ZERO_HASH) return { type: 'prove-commit' };
  return { type: 'wait', for: 'verdict' };
}

/**
 * Decides what a slot needs. Pure: all memory is in the facts, so that the decision after a crash
 * is the decision that would have followed without it.
 */
export function nextAction(facts: SlotFacts): SlotAction {
  const { chain, operator, local } = facts;
  if (!chain.dealExists) return { type: 'drop', why: 'deal-gone' };
  const { dealState, slot } = chain;
  if (dealState === DealState.completed || dealState === DealState.cancelled) {
    return { type: 'drop', why: 'deal-over' };
  }
  if (slot.generation > facts.generation) return { type: 'drop', why: 'replaced' };
  if (slot.state === SlotState.ended) return { type: 'drop', why: 'ended' };
  // a slot is vacant once it was refused; its next holder gets the next generation
  if (slot.state === SlotState.vacant) return { type: 'drop', why: 'refused' };
  if (!same(slot.node, operator)) return { type: 'drop', why: 'replaced' };
  if (slot.state === SlotState.offered) return offered(facts);
  if (slot.state === SlotState.live && facts.isLeft) return { type: 'release' };
  if (!local.accepted) return { type: 'consider' };
  if (slot.state === SlotState.preCommitted) return preCommitted(facts);
  const missing = missingSector(facts);
  if (missing) return missing;
  if (!local.finalised) return { type: 'finalise' };
  return slot.state === SlotState.proved ? { type: 'wait', for: 'start' } : { type: 'live' };
}
