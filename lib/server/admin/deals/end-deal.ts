import { canDealGo } from '@/lib/core/deals';
import { AppError } from '@/lib/core/errors';
import type { Address } from '@/lib/core/protocol/primitives';
import { db, type Tx } from '@/lib/server/db';
import { cancelLocked } from '@/lib/server/deals/cancel';
import { enqueue } from '@/lib/server/jobs';
import { chainProgress, type DealRow, jobKeys, withLockedDeal } from '@/lib/server/lifecycle';
import { canEndDeal } from '@/lib/server/settlement/end-deal';
import { recordDeed } from '../audit';
import { findDealId } from './find-deal';

/** What an administrator can do to a deal, or why nothing. */
export type Ending = { action: 'end' | 'cancel' } | { obstacle: string };

const CLIENT_ONLY =
  'Its money and term are not used up, and only its client can close it before. ' +
  'After that the contract takes an end once the last proofs are settled.';

/** Before the start a deal is cancelled; after its accrual is over it is ended. */
export async function endingFor(deal: DealRow): Promise<Ending> {
  if (canDealGo(deal.status, 'CANCELLED')) return { action: 'cancel' };
  if (deal.status === 'PUBLISHED') {
    return { obstacle: 'It is on its way to the chain; it can be cancelled when it is there.' };
  }
  if (deal.status !== 'ACTIVE' && deal.status !== 'CLOSING') {
    return { obstacle: `It is ${deal.status.toLowerCase()} already.` };
  }
  const progress = await chainProgress();
  const canEnd = progress !== null && (await canEndDeal(deal, progress));
  if (canEnd) return { action: 'end' };
  return {
    obstacle: deal.status === 'ACTIVE' ? CLIENT_ONLY : 'Its last proofs are not settled yet.',
  };
}

async function cancel(tx: Tx, deal: DealRow, actor: Address): Promise<void> {
  await cancelLocked(tx, deal);
  const details = { status: deal.status };
  await recordDeed(tx, { actor, action: 'deal.cancel', target: deal.id, details });
}

async function end(deal: DealRow, actor: Address): Promise<void> {
  await db().$transaction(async (tx) => {
    const singletonKey = jobKeys.endDeal(deal.id);
    await enqueue('end-deal', { dealId: deal.id }, { singletonKey, tx });
    const details = { status: deal.status };
    await recordDeed(tx, { actor, action: 'deal.end', target: deal.id, details });
  });
}

/**
 * Cancels a deal that has not been started, or ends one whose accrual is over.
 * @throws AppError `DEAL_NOT_FOUND`, `DEAL_NOT_ENDABLE`
 */
export async function endAnyDeal(actor: Address, ref: string) {
  const dealId = await findDealId(ref);
  const deal = await db().deal.findUniqueOrThrow({ where: { id: dealId } });
  const ending = await endingFor(deal);
  if ('obstacle' in ending) {
    throw new AppError('DEAL_NOT_ENDABLE', `This deal cannot be ended now. ${ending.obstacle}`, {
      details: { status: deal.status },
    });
  }
  const { action } = ending;
  if (action === 'cancel') await withLockedDeal(dealId, (tx, locked) => cancel(tx, locked, actor));
  else await end(deal, actor);
  return { dealId, action };
}
