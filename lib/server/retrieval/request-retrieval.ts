import { AppError } from '@/lib/core/errors';
import type { Address } from '@/lib/core/protocol/primitives';
import { db, type Tx } from '@/lib/server/db';
import { ownDealId } from '@/lib/server/deals/find-deal';
import { enqueue } from '@/lib/server/jobs';
import { lockDeal } from '@/lib/server/lifecycle';
import { retrieveJobKey } from './job-key';
import { CONTENT_TTL_MS } from './transitions';

/** A retrieval that serves a new request as well: under way, or restored and not expired. */
async function usableRetrieval(tx: Tx, dealId: string, client: Address): Promise<string | null> {
  const running = await tx.retrieval.findFirst({
    where: { dealId, status: { in: ['REQUESTED', 'FETCHING', 'DECODING'] } },
    select: { id: true },
  });
  if (running) {
    // It may have been begun for a repair, of which nobody is told.
    await tx.retrieval.update({ where: { id: running.id }, data: { requester: client } });
    return running.id;
  }
  const ready = await tx.retrieval.findFirst({
    where: { dealId, status: 'READY', expiresAt: { gt: new Date() } },
    orderBy: { readyAt: 'desc' },
    select: { id: true },
  });
  if (!ready) return null;
  const { count } = await tx.retrieval.updateMany({
    where: { id: ready.id, status: 'READY' },
    data: { expiresAt: new Date(Date.now() + CONTENT_TTL_MS) },
  });
  return count > 0 ? ready.id : null;
}

/**
 * Asks for a deal's file.
 *
 * @param dealRef the portal's id of the deal or its contract's address
 * @throws AppError `DEAL_NOT_FOUND` also for a foreign deal, `DEAL_WRONG_STATUS` before ACTIVE
 */
export async function requestRetrieval(
  client: Address,
  dealRef: string,
): Promise<{ retrievalId: string }> {
  const dealId = await ownDealId(client, dealRef);
  return db().$transaction(async (tx) => {
    // The lock makes two requests at the same moment share one retrieval.
    const deal = await lockDeal(tx, dealId);
    const known = await usableRetrieval(tx, dealId, client);
    if (known) return { retrievalId: known };
    if (deal?.status !== 'ACTIVE' && deal?.status !== 'CLOSING') {
      throw new AppError('DEAL_WRONG_STATUS', 'A file can be fetched while its deal is active.', {
        details: { status: deal?.status ?? '' },
      });
    }
    const { id } = await tx.retrieval.create({ data: { dealId, requester: client } });
    await enqueue('retrieve', { retrievalId: id }, { singletonKey: retrieveJobKey(id), tx });
    return { retrievalId: id };
  });
}
