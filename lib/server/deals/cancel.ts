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
 * Cancels a locked deal that has not been started: at once before publication, by the contract after
 * it. Its client is told.
 * @throws AppError `DEAL_WRONG_STATUS`
 */
export async function cancelLocked(tx: Tx, deal: DealRow): Promise<DealRow['status']> {
  if (deal.status === 'CANCELLED') return deal.status;
  if (deal.status === 'PENDING') {
    await cancelOnChain(tx, deal);
    return deal.status;
  }
  if (!canDealGo(deal.status, 'CANCELLED')) {
    const message = `A deal that is ${deal.status} cannot be cancelled.`;
    throw new AppError('DEAL_WRONG_STATUS', message, { details: { actual: deal.status } });
  }
  await moveDeal(tx, deal, 'CANCELLED');
  await notify(tx, {
    recipient: deal.client as Address,
    type: 'deal.cancelled',
    payload: { dealId: deal.id },
    dedupeKey: `deal.cancelled:${deal.id}`,
  });
  return 'CANCELLED';
}

/**
 * Cancels the caller's own deal.
 * @throws AppError `DEAL_NOT_FOUND`, `DEAL_WRONG_STATUS`
 */
export async function cancelDeal(caller: Address, ref: string) {
  const dealId = await ownDealId(caller, ref);
  return { dealId, status: await withLockedDeal(dealId, cancelLocked) };
}
