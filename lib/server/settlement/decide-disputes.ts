import { encodeFunctionData, type Hex } from 'viem';
import { storageDealAbi } from '@/lib/core/chain/abi';
import type { LedgerTree, ProvenLeaf } from '@/lib/core/deals';
import { db, type Tx } from '@/lib/server/db';
import { chainProgress, type DealRow, queueRetried, withLockedDeal } from '@/lib/server/lifecycle';
import { logger } from '@/lib/server/logger';
import { type DecidableDispute, decidableDisputes } from './open-disputes';
import { postedVerdicts } from './period-file';

/** A dispute with the leaf that decides it. */
type Decision = DecidableDispute & ProvenLeaf;

/** Leaves of the roots; disputes of the same period share one file. */
async function decisionsOf(deal: Hex, disputes: readonly DecidableDispute[]): Promise<Decision[]> {
  const trees = new Map<bigint, LedgerTree | null>();
  const decisions: Decision[] = [];
  for (const dispute of disputes) {
    const { root, slot, generation } = dispute;
    if (!trees.has(root)) {
      const tree = (await postedVerdicts(root))?.tree ?? null;
      // The contract takes no other root: such a dispute can only be concluded.
      if (!tree) logger.error({ period: `${root}`, deal }, 'a dispute needs a verdict file: lost');
      trees.set(root, tree);
    }
    // None in a root from before the generation: then the ledger has accepted nothing of it.
    const proven = trees.get(root)?.find(deal, slot, generation);
    if (proven) decisions.push({ ...dispute, ...proven });
  }
  return decisions;
}

async function queueDecision(tx: Tx, deal: DealRow, decision: Decision): Promise<void> {
  const { slot, generation, period, root, leaf, path } = decision;
  await queueRetried(tx, {
    idempotencyKey: `dispute:${deal.address}:${slot}:${generation}:${period}`,
    signer: 'relayer',
    kind: 'decideDispute',
    to: deal.address as Hex,
    data: encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'decideDispute',
      args: [slot, generation, period, root, leaf, path],
    }),
    dealId: deal.id,
  });
}

/**
 * Shows the contract what the ledger says about a deal's disputed proofs: one that it has accepted is
 * dismissed, one that it has left out is credited. Left alone, both would be credited once the second
 * dispute window is over. Whoever else decides first makes this one's transaction fail (`NO_DISPUTE`),
 * and the event that the follower then reads ends the matter.
 */
export async function decideDisputes(dealId: string): Promise<void> {
  const progress = await chainProgress();
  const deal = await db().deal.findUnique({ where: { id: dealId }, select: { address: true } });
  if (!progress || !deal?.address) return;
  // Files are read and trees built before the lock, for which the follower and the portal wait.
  const disputes = await decidableDisputes(progress, dealId);
  const decisions = await decisionsOf(deal.address as Hex, disputes);
  if (decisions.length === 0) return;
  await withLockedDeal(dealId, async (tx, locked) => {
    if (locked.address !== deal.address) return;
    for (const decision of decisions) await queueDecision(tx, locked, decision);
  });
}
