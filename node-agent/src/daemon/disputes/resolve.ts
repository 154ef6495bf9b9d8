import { encodeFunctionData, type Hex } from 'viem';
import { storageDealAbi } from '@/lib/core/chain/abi';
import type { PeriodPost, StoredPost } from '../../store/posts';
import { failureName, messageOf } from '../chain';
import type { DisputeLedger, ProvenLeaf } from './ledger';
import { type DisputeFacts, type DisputeStep, nextStep } from './plan';

/** What resolving works with. */
export interface DisputeTools {
  ledger: Pick<DisputeLedger, 'facts'>;
  /** The chain's period. */
  now: () => bigint;
  /** Sends a call of the node; resolves when it is mined. */
  send: (call: { to: Hex; data: Hex }) => Promise<unknown>;
  /** All stored proofs. */
  all: () => readonly PeriodPost[];
  /** Stores a change of a proof. */
  note: (period: bigint, post: StoredPost, change: Partial<StoredPost>) => Promise<void>;
  /** The ledger counts a proof; may be stored later, as it can be found again at any time. */
  accept: (item: PeriodPost) => Promise<void> | void;
  signal: AbortSignal;
}

/** Refusals after which trying again changes nothing. */
const FINAL: ReadonlySet<string> = new Set([
  'DisputeWindowOver',
  'NoReceipt',
  'ProofRefused',
  'OutsideBounds',
  'WrongSlotState',
  'NotTheNode',
]);

/** What was done about one proof, and what comes next. */
export interface Resolved {
  did: ('open' | 'decide' | 'conclude')[];
  outcome: StoredPost['outcome'];
  next: DisputeStep;
  facts: DisputeFacts;
}

function callOf({ period, post }: PeriodPost, step: DisputeStep, leaf?: ProvenLeaf) {
  const { deal: to, slot, generation } = post;
  const abi = storageDealAbi;
  const place = [slot, generation, period] as const;
  if (step.do === 'open') {
    // The digest on chain is enough; the contract looks at the receipt only without it.
    const args = [...place, post.proof, post.receipt ?? '0x'] as const;
    return { to, data: encodeFunctionData({ abi, functionName: 'disputePoSt', args }) };
  }
  if (step.do === 'conclude' || !leaf) {
    return { to, data: encodeFunctionData({ abi, functionName: 'concludeDispute', args: place }) };
  }
  const [deal, ofSlot, ofGeneration, provenPeriods, fulfilments, commitments, lastAccepted] =
    leaf.leaf;
  const work = { provenPeriods, fulfilments, commitments, lastAccepted };
  const args = [
    ...place,
    leaf.rootPeriod,
    { deal, slot: ofSlot, generation: ofGeneration, ...work },
    leaf.path,
  ] as const;
  return { to, data: encodeFunctionData({ abi, functionName: 'decideDispute', args }) };
}

/** What a step that succeeded, or was found done already, means for the proof. */
function outcomeOf(step: DisputeStep, facts: DisputeFacts): StoredPost['outcome'] {
  if (step.do === 'open') return 'open';
  return (facts.accepted ?? 0n) >= facts.period ? 'dismissed' : 'credited';
}

/** Somebody did this step before: an earlier run of the agent, or anybody for a decision. */
const DONE_BEFORE: Readonly<Record<string, string>> = {
  open: 'DisputeKnown',
  decide: 'NoDispute',
  conclude: 'NoDispute',
};

async function perform(
  tools: DisputeTools,
  item: PeriodPost,
  step: DisputeStep,
  leaf?: ProvenLeaf,
) {
  try {
    await tools.send(callOf(item, step, leaf));
    return true;
  } catch (error) {
    if (failureName(error) === DONE_BEFORE[step.do]) return false;
    throw error;
  }
}

/**
 * Does what is due about one proof: opens its dispute, decides or concludes it. What happened is
 * stored after every step; the contract takes each only once, so that a repeated step does no harm.
 *
 * @throws the last failure; it is stored as the proof's `problem` before
 */
export async function resolvePost(tools: DisputeTools, found: PeriodPost): Promise<Resolved> {
  const { period } = found;
  let { post } = found;
  const did: Resolved['did'] = [];
  const save = async (change: Partial<StoredPost>) => {
    await tools.note(period, post, change);
    post = { ...post, ...change };
  };
  for (;;) {
    const item = { period, post };
    const { facts, leaf } = await tools.ledger.facts(item, tools.now(), tools.all(), tools.signal);
    const step = nextStep(post, facts);
    if (step.do === 'nothing' || step.do === 'wait') {
      const isAccepted = step.do === 'nothing' && step.because === 'accepted';
      if (isAccepted) await tools.accept(item);
      return { did, outcome: isAccepted ? 'accepted' : post.outcome, next: step, facts };
    }
    try {
      if (await perform(tools, item, step, leaf)) did.push(step.do);
      await save({ outcome: outcomeOf(step, facts), problem: undefined });
    } catch (error) {
      if (tools.signal.aborted) throw error;
      const isFinal = FINAL.has(failureName(error) ?? '');
      await save({ problem: messageOf(error), ...(isFinal ? { outcome: 'lost' as const } : {}) });
      throw error;
    }
  }
}
