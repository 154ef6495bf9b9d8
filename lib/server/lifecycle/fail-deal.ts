import { canDealGo } from '@/lib/core/deals';
import type { Hex } from '@/lib/core/protocol/primitives';
import type { Tx } from '@/lib/server/db';
import { notify } from '@/lib/server/notifications';
import { type DealRow, moveDeal } from './locked-deal';

/** Why a deal cannot go on. */
export interface DealFailure {
  /** Stable, upper snake case. */
  code: string;
  /** A sentence for the client. */
  message: string;
}

/** Ends a locked deal that has not reached the chain, and tells its client why. */
export async function failDeal(tx: Tx, deal: DealRow, failure: DealFailure): Promise<void> {
  if (!canDealGo(deal.status, 'FAILED')) return;
  const { code, message } = failure;
  await moveDeal(tx, deal, 'FAILED', { failureCode: code, failure: message });
  await notify(tx, {
    recipient: deal.client as Hex,
    type: 'deal.failed',
    payload: { dealId: deal.id, code, message },
    dedupeKey: `deal.failed:${deal.id}`,
  });
}
