import { encodeFunctionData, type Hex } from 'viem';
import { storageDealAbi } from '@/lib/core/chain/abi';
import type { ProvenLeaf } from '@/lib/core/deals';
import type { Tx } from '@/lib/server/db';
import { type DealRow, queueRetried, withLockedDeal } from '@/lib/server/lifecycle';
import { postedVerdicts } from './period-file';
import { movedLeaves } from './settled-work';

/** Leaves in one transaction. */
const CHUNK = 20;

/** Arguments that `settleMany` and `endDeal` share. */
export function leafArguments(period: bigint, leaves: readonly ProvenLeaf[]) {
  return [period, leaves.map(({ leaf }) => leaf), leaves.map(({ path }) => path)] as const;
}

/** Queues what the leaves of a final root say beyond what is settled. */
export async function queueSettlements(
  tx: Tx,
  deal: DealRow,
  period: bigint,
  leaves: readonly ProvenLeaf[],
): Promise<void> {
  const address = deal.address as Hex;
  const moved = new Set(await movedLeaves(tx, address, leaves));
  // Cut by the root's own order: a part says the same whatever has been settled meanwhile.
  for (let at = 0; at < leaves.length; at += CHUNK) {
    const part = leaves.slice(at, at + CHUNK).filter((leaf) => moved.has(leaf));
    if (part.length === 0) continue;
    await queueRetried(tx, {
      idempotencyKey: `settle:${address}:${period}:${at / CHUNK}`,
      signer: 'relayer',
      kind: 'settle',
      to: address,
      data: encodeFunctionData({
        abi: storageDealAbi,
        functionName: 'settleMany',
        args: leafArguments(period, part),
      }),
      dealId: deal.id,
    });
  }
}

/**
 * Pays a deal's nodes for what the root of a period says beyond what is settled. The root is final;
 * a newer one would pay the same and more, so nothing is lost when a period is skipped.
 */
export async function settleDeal(dealId: string, period: bigint): Promise<void> {
  const verdicts = await postedVerdicts(period);
  if (!verdicts) return;
  await withLockedDeal(dealId, async (tx, deal) => {
    const isOpen = deal.status === 'ACTIVE' || deal.status === 'CLOSING';
    if (!isOpen || deal.address === null) return;
    await queueSettlements(tx, deal, period, verdicts.tree.ofDeal(deal.address as Hex));
  });
}
