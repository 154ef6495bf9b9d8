import { periodStart } from '@/lib/core/protocol/clock';
import { db } from '@/lib/server/db';
import { profile } from '@/lib/server/lifecycle';
import { chainNow } from './chain-now';

/** Periods for which a message that was taken in may wait for a worker. */
const PATIENCE_PERIODS = 1;

/**
 * True while somebody may still be told that a proof of the period came in time: it is not closed, void
 * or not (they are closed in order, and not each has a row), and by the chain's clock no more than a
 * period has passed since the intake took the last proofs of it. Rows may stand open for hours, until
 * what they depend on is final.
 */
export async function isPeriodOpen(period: bigint): Promise<boolean> {
  const closed = await db().period.findFirst({
    where: { index: { gte: period }, status: { not: 'OPEN' } },
    select: { index: true },
  });
  if (closed) return false;
  const { periodSeconds, closeGraceSeconds } = profile();
  const intakeEnd = periodStart(period + 1n, periodSeconds) + closeGraceSeconds;
  return (await chainNow()) < intakeEnd + PATIENCE_PERIODS * periodSeconds;
}
