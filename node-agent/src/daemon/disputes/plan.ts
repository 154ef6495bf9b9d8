import type { StoredPost } from '../../store/posts';

/** What is known of the ledger when the next step about a proof is decided. Periods throughout. */
export interface DisputeFacts {
  period: bigint;
  now: bigint;
  /** A root is taken so long after its period. */
  rootDelay: bigint;
  disputeWindow: bigint;
  /** Newest period with a root, 0 = none. */
  lastRoot: bigint;
  /** The period itself has a root. */
  hasRoot: boolean;
  /** Newest accepted period by the leaf of the newest root up to the period; absent while nobody shows it. */
  accepted?: bigint;
  /** Newest accepted period by the newest leaf of all. */
  acceptedSince?: bigint;
  /** A later proof that can be disputed is paid for this one's time too. */
  coveredByLater?: boolean;
}

/** The one thing to do next about a proof. */
export type DisputeStep =
  | { do: 'wait'; for: 'root' | 'leaf' | 'conclusion' }
  | { do: 'nothing'; because: 'done' | 'accepted' | 'covered' | 'no-evidence' | 'window-over' }
  | { do: 'open' }
  | { do: 'decide' }
  | { do: 'conclude' };

/** Last period in which a proof can be disputed. */
export function disputableUntil(
  facts: Pick<DisputeFacts, 'period' | 'rootDelay' | 'disputeWindow'>,
) {
  return facts.period + facts.rootDelay + facts.disputeWindow;
}

/** From here on a dispute is opened though the ledger's word cannot be had: soon it would be too late. */
function isUrgent(facts: DisputeFacts): boolean {
  return facts.now >= disputableUntil(facts) - (facts.disputeWindow + 1n) / 2n;
}

/** True once no root can come any more that speaks about the period. */
export function isSettled(facts: DisputeFacts): boolean {
  const { hasRoot, lastRoot, period, now, rootDelay } = facts;
  return hasRoot || lastRoot > period || now > period + rootDelay;
}

function whenOpen(facts: DisputeFacts): DisputeStep {
  if (facts.accepted !== undefined && isSettled(facts)) return { do: 'decide' };
  const until = disputableUntil(facts) + facts.disputeWindow;
  return facts.now > until ? { do: 'conclude' } : { do: 'wait', for: 'conclusion' };
}

/** A period without a root is void: it breaks no promise, and the next accepted proof is paid for it. */
function whenVoid(facts: DisputeFacts): DisputeStep {
  if ((facts.acceptedSince ?? 0n) > facts.period) return { do: 'nothing', because: 'covered' };
  if (!isUrgent(facts)) return { do: 'wait', for: 'leaf' };
  return facts.coveredByLater ? { do: 'nothing', because: 'covered' } : { do: 'open' };
}

/**
 * Decides what a proof needs, by the rules of contracts/SPEC.md section 6. Pure: what is known after a
 * crash leads to what would have followed without it.
 */
export function nextStep(
  post: Pick<StoredPost, 'receipt' | 'onChain' | 'outcome'>,
  facts: DisputeFacts,
): DisputeStep {
  if (post.outcome === 'open') return whenOpen(facts);
  if (post.outcome !== undefined) return { do: 'nothing', because: 'done' };
  if (facts.accepted !== undefined && facts.accepted >= facts.period) {
    return { do: 'nothing', because: 'accepted' };
  }
  if (facts.now > disputableUntil(facts)) return { do: 'nothing', because: 'window-over' };
  if (!isSettled(facts)) return { do: 'wait', for: 'root' };
  if (!post.receipt && !post.onChain) return { do: 'nothing', because: 'no-evidence' };
  if (!facts.hasRoot) return whenVoid(facts);
  if (facts.accepted !== undefined || isUrgent(facts)) return { do: 'open' };
  return { do: 'wait', for: 'leaf' };
}
