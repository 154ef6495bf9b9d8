import { disputeSelectors, type RelayCall } from '@/lib/core/chain';
import { AppError } from '@/lib/core/errors';
import type { Address } from '@/lib/core/protocol/primitives';
import type { Tx } from '@/lib/server/db';
import type { ChainContext } from '../context';
import { checkDisputeLimits } from './dispute-limits';

/** Requests of one node that may wait at a time. */
export const MAX_WAITING = 64;
export const MAX_PER_MINUTE = 120;
/** The platform pays for every one of them. Calls of disputes have limits of their own. */
export const MAX_PER_DAY = 5000;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** @throws AppError `RELAY_LIMIT`, `RELAY_DISPUTE_LIMIT` */
export async function checkRelayLimits(
  tx: Tx,
  context: ChainContext,
  sender: { from: Address; to: Address },
  call: RelayCall,
): Promise<void> {
  const { from } = sender;
  const since = (ms: number) => ({ from, createdAt: { gt: new Date(Date.now() - ms) } });
  const waiting = await tx.relayRequest.count({
    where: { from, status: { in: ['QUEUED', 'SENT'] } },
  });
  const minute = await tx.relayRequest.count({ where: since(MINUTE_MS) });
  const day = await tx.relayRequest.count({
    where: { ...since(DAY_MS), selector: { notIn: disputeSelectors() } },
  });
  const isDayOver = !call.dispute && day >= MAX_PER_DAY;
  if (waiting >= MAX_WAITING || minute >= MAX_PER_MINUTE || isDayOver) {
    throw new AppError('RELAY_LIMIT', 'This node relays too many calls; try again later.', {
      details: { waiting, lastMinute: minute, lastDay: day },
    });
  }
  await checkDisputeLimits(tx, context.profile, sender, call);
}
