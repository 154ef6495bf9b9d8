import { AppError } from '@/lib/core/errors';
import { type DisputeFacts, type DisputeStep, disputableUntil } from '../daemon/disputes/plan';
import type { PeriodPost, StoredPost } from '../store/posts';

/** One proof for the operator. */
export interface DisputeLine {
  deal: string;
  slot: number;
  generation: number;
  period: bigint;
  /** What shows that the proof came in time. */
  evidence: 'receipt' | 'chain' | 'none';
  /** True if there is something to do now. */
  disputable: boolean;
  /** What to do, or why there is nothing. */
  next: string;
  /** Last period in which a dispute can be opened. */
  until: bigint;
  did: string[];
  outcome?: StoredPost['outcome'];
  problem?: string;
}

interface Known {
  next: DisputeStep;
  facts: DisputeFacts;
  outcome?: StoredPost['outcome'];
  did?: string[];
}

function nextWord(step: DisputeStep): string {
  if (step.do === 'wait') return `wait-for-${step.for}`;
  return step.do === 'nothing' ? step.because : step.do;
}

/** @param known.outcome - when it differs from what the home has stored */
export function lineOf({ period, post }: PeriodPost, known: Known): DisputeLine {
  const { deal, slot, generation, receipt, onChain, problem } = post;
  const { next, facts, did = [] } = known;
  return {
    ...{ deal, slot, generation, period, did },
    evidence: receipt ? 'receipt' : onChain ? 'chain' : 'none',
    disputable: next.do !== 'wait' && next.do !== 'nothing',
    next: nextWord(next),
    until: disputableUntil(facts),
    outcome: known.outcome ?? post.outcome,
    problem: did.length > 0 ? undefined : problem,
  };
}

const WHY: Readonly<Record<string, [code: string, message: string]>> = {
  'wait-for-root': [
    'AGENT_DISPUTE_TOO_EARLY',
    'The period’s root may still come; then it shows whether the proof counts.',
  ],
  'wait-for-leaf': [
    'AGENT_DISPUTE_TOO_EARLY',
    'The period is void or nobody shows its leaf; it is disputed before it is too late.',
  ],
  'wait-for-conclusion': [
    'AGENT_DISPUTE_OPEN',
    'The dispute is open; it is concluded when nobody has answered in time.',
  ],
  accepted: ['AGENT_DISPUTE_ACCEPTED', 'The ledger has counted this proof.'],
  covered: ['AGENT_DISPUTE_COVERED', 'A later proof is paid for this period too.'],
  'no-evidence': [
    'AGENT_DISPUTE_NO_EVIDENCE',
    'Nothing shows that the proof came in time: no receipt, no digest on chain.',
  ],
  'window-over': ['AGENT_DISPUTE_TOO_LATE', 'The time for disputes about this period is over.'],
};

/**
 * @throws AppError `AGENT_DISPUTE_*` when there is nothing to do: `TOO_EARLY`, `OPEN`, `ACCEPTED`,
 *   `COVERED`, `NO_EVIDENCE`, `TOO_LATE`, or `DONE` with its outcome
 */
export function assertPossible(line: DisputeLine): void {
  if (line.disputable) return;
  const done = [
    'AGENT_DISPUTE_DONE',
    `The story of this proof has ended: ${line.outcome}.`,
  ] as const;
  const [code, message] = WHY[line.next] ?? done;
  throw new AppError(code, message);
}
