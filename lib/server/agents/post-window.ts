import { AppError } from '@/lib/core/errors';
import { periodStart } from '@/lib/core/protocol/clock';
import { publicClient } from '@/lib/server/chain';
import { db, type Tx } from '@/lib/server/db';
import { profile } from '@/lib/server/lifecycle';

function closed(period: bigint, why: string): AppError {
  return new AppError('PROOF_PERIOD_CLOSED', why, { details: { period: period.toString() } });
}

/**
 * Proofs of period p are taken from its first second until the grace after its last one, by the
 * chain's clock, and never after the period was closed.
 * @throws AppError `PROOF_PERIOD_CLOSED`
 */
export async function assertPeriodOpen(period: bigint): Promise<void> {
  const { periodSeconds, closeGraceSeconds } = profile();
  const { timestamp } = await publicClient().getBlock({ blockTag: 'latest' });
  const now = Number(timestamp);
  if (now < periodStart(period, periodSeconds)) throw closed(period, 'The period has not begun.');
  if (now >= periodStart(period + 1n, periodSeconds) + closeGraceSeconds) {
    throw closed(period, 'The period is over.');
  }
  const row = await db().period.findUnique({ where: { index: period }, select: { status: true } });
  if (row && row.status !== 'OPEN') throw closed(period, 'The period has been closed.');
}

/**
 * Keeps the period from being closed until the transaction ends: a message that was long on its way
 * is either counted or refused.
 * @throws AppError `PROOF_PERIOD_CLOSED`
 */
export async function holdPeriodOpen(tx: Tx, period: bigint): Promise<void> {
  const rows = await tx.$queryRaw<{ status: string }[]>`
    SELECT "status"::text AS "status" FROM "Period" WHERE "index" = ${period} FOR SHARE`;
  const row = rows[0];
  if (row && row.status !== 'OPEN') throw closed(period, 'The period has been closed.');
}
