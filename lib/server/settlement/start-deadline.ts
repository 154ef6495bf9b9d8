import { encodeFunctionData, type Hex } from 'viem';
import { storageDealAbi } from '@/lib/core/chain/abi';
import { db } from '@/lib/server/db';
import { type ChainProgress, queueRetried, withLockedDeal } from '@/lib/server/lifecycle';

/** Cancels deals that their clients have not started in time, which frees the nodes' space. */
export async function cancelUnstarted(progress: ChainProgress): Promise<void> {
  const now = new Date(Number(progress.timestamp) * 1000);
  const overdue = { status: 'PENDING' as const, startDeadline: { lt: now } };
  const deals = await db().deal.findMany({ where: overdue, select: { id: true } });
  for (const { id } of deals) {
    await withLockedDeal(id, async (tx, deal) => {
      if (deal.status !== 'PENDING' || deal.address === null) return;
      await queueRetried(tx, {
        idempotencyKey: `cancel:${id}`,
        signer: 'portal',
        kind: 'cancelDeal',
        to: deal.address as Hex,
        data: encodeFunctionData({ abi: storageDealAbi, functionName: 'cancelDeal' }),
        dealId: id,
      });
    });
  }
}
