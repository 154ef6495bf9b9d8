import { encodeFunctionData } from 'viem';
import { storageDealAbi } from '@/lib/core/chain';
import { canDealGo } from '@/lib/core/deals';
import { AppError } from '@/lib/core/errors';
import type { Address } from '@/lib/core/protocol/primitives';
import type { Tx } from '@/lib/server/db';
import { type DealRow, moveDeal, queueRetried, withLockedDeal } from '@/lib/server/lifecycle';
import { notify } from '@/lib/server/notifications';
import { ownDealId } from './find-deal';

/** Asks the contract; the follower writes CANCELLED when that is final. */
async function cancelOnChain(tx: Tx, deal: DealRow): Promise<void> {
  await queueRetried(tx, {
    idempotencyKey: `cancel:${deal.id}`,
    signer: 'portal',
    kind: 'cancelDeal',
    to: deal.address as Address,
    data: encodeFunctionData({ abi: storageDealAbi, functionName: 'cancelDeal' }),
    dealId: deal.id,
  });
}

/**
 * Cancels a deal that has not been started: at once before publication, by the contract after it.
 * @throws AppError `DEAL_NOT_FOUND`, `DEAL_WRONG_STATUS`
 */
export async function cancelDeal(caller: Address, ref: string) {
  const dealId = await ownDealId(caller, ref);
  const status = await withLockedDeal(dealId, async (tx, deal) => {
    if (deal.status === 'CANCELLED') return deal.status;
    if (deal.status === 'PENDING') {
      await cancelOnChain(tx, deal);
      return deal.status;
    }
    if (!canDealGo(deal.status, 'CANCELLED')) {
      throw new AppError(
        'DEAL_WRONG_STATUS',
        `A deal that is ${deal.status} cannot be cancelled.`,
        {
          details: { actual: deal.status },
        },
      );
    }
    await moveDeal(tx, deal, 'CANCELLED');
    await notify(tx, {
      recipient: caller,
      type: 'deal.cancelled',
      payload: { dealId },
      dedupeKey: `deal.cancelled:${dealId}`,
    });
    return 'CANCELLED' as const;
  });
  return { dealId, status };
}
