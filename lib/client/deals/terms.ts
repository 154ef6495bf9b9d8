import type { Hex, PublicClient } from 'viem';
import { storageDealAbi } from '@/lib/core/chain/abi/storage-deal';
import { buildSlotTable, slotPlansOf, slotsDigestOf } from '@/lib/core/deals';
import { termsHash } from '@/lib/core/deals/terms';
import type { DealTerms, SlotPlan } from '@/lib/core/deals/types';
import { AppError } from '@/lib/core/errors';
import { contentHash } from '@/lib/core/protocol/content-hash';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import type { Plan } from '@/lib/core/protocol/plans';

/** Where a deal is to be read. */
export interface DealOnChain {
  chain: PublicClient;
  chainId: number;
  deal: Hex;
  /** Block from which events are looked for. */
  fromBlock: bigint;
}

/** What the deal's contract says, read from the chain and from nowhere else. */
export interface ChainTerms {
  terms: DealTerms;
  slotsRoot: Hex;
  /** Nodes that came in for others since publication. */
  replacements: SlotPlan[];
  /** The contract's own figure. */
  stated: Hex;
  /** Recomputed from the rest. */
  computed: Hex;
}

/** Reads a deal's terms and recomputes their hash. */
export async function readTerms(at: DealOnChain): Promise<ChainTerms> {
  const read = { address: at.deal, abi: storageDealAbi } as const;
  const [terms, slotsRoot, stated, events] = await Promise.all([
    at.chain.readContract({ ...read, functionName: 'terms' }),
    at.chain.readContract({ ...read, functionName: 'slotsRoot' }),
    at.chain.readContract({ ...read, functionName: 'termsHash' }),
    at.chain.getContractEvents({
      ...read,
      eventName: 'NodeReplaced',
      fromBlock: at.fromBlock,
      strict: true,
    }),
  ]);
  const replacements = events.map((event) => event.args.plan);
  const slotsDigest = slotsDigestOf(slotsRoot, replacements);
  const computed = termsHash({ chainId: at.chainId, deal: at.deal, terms, slotsDigest });
  return { terms, slotsRoot, replacements, stated, computed };
}

/** What the client looked at and agreed to. */
export interface Reviewed {
  wallet: Hex;
  content: DealSnapshot['content'];
  plan: Plan;
}

const same = (a: Hex, b: Hex) => a.toLowerCase() === b.toLowerCase();

/** The first thing in which the chain differs from what was reviewed, or null. */
export function differenceOf(onChain: ChainTerms, reviewed: Reviewed): string | null {
  const { terms, slotsRoot, replacements, stated, computed } = onChain;
  const { content, plan, wallet } = reviewed;
  if (!content) return 'the description of the file';
  const reviewedRoot = buildSlotTable(slotPlansOf(plan, content)).root;
  const checks: [string, boolean][] = [
    ['the hash of the terms', same(stated, computed)],
    ['the client', same(terms.client, wallet)],
    ['the plan', same(terms.planId, plan.planId)],
    ['the file', same(terms.contentHash, contentHash(content))],
    ['the computers', same(slotsRoot, reviewedRoot)],
    ['the duration', terms.durationPeriods === BigInt(plan.durationPeriods)],
    ['the sector size', terms.sectorBytes === BigInt(plan.sectorBytes)],
    ['the highest rate', terms.maxRate === plan.maxRate],
    ['the fee', terms.feeBps === plan.feeBps],
    ['the seal reward', terms.sealRewardPeriods === plan.sealRewardPeriods],
    ['a replacement’s rate', replacements.every(({ rate }) => rate <= terms.maxRate)],
  ];
  return checks.find(([, isRight]) => !isRight)?.[0] ?? null;
}

/**
 * The hash to start a deal with, after comparing the contract with what was reviewed.
 *
 * @throws AppError `TERMS_MISMATCH` when the portal showed other terms than the contract holds
 */
export async function agreedTermsHash(at: DealOnChain, reviewed: Reviewed): Promise<Hex> {
  const onChain = await readTerms(at);
  const difference = differenceOf(onChain, reviewed);
  if (difference === null) return onChain.computed;
  throw new AppError(
    'TERMS_MISMATCH',
    `The contract is not what you reviewed: ${difference} differs. Do not start it; nothing was paid.`,
    { details: { difference } },
  );
}
