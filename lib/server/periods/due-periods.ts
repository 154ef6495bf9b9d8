import { periodStart } from '@/lib/core/protocol/clock';
import { db, type Tx } from '@/lib/server/db';
import { type ChainProgress, profile } from '@/lib/server/lifecycle';

/** The oldest period that is not closed; null while there is nothing to count. */
export async function nextPeriod(tx: Tx = db()): Promise<bigint | null> {
  const closed = await tx.period.findFirst({
    where: { status: { not: 'OPEN' } },
    orderBy: { index: 'desc' },
    select: { index: true },
  });
  if (closed) return closed.index + 1n;
  const open = await tx.period.aggregate({ _min: { index: true } });
  const slots = await tx.slot.aggregate({ _min: { start: true } });
  const first = open._min.index;
  // A slot's first period is the one after its start.
  const start = slots._min.start === null ? null : slots._min.start + 1n;
  return first !== null && (start === null || first < start) ? first : start;
}

/**
 * The newest period that may be closed: it is over, late proofs have had their time, and all chain
 * events up to then are in the rows.
 */
export function newestClosable(progress: ChainProgress): bigint {
  const { periodSeconds, closeGraceSeconds } = profile();
  const at = (period: bigint) => periodStart(period + 1n, periodSeconds) + closeGraceSeconds;
  let period = progress.period - 1n;
  while (BigInt(at(period)) > progress.timestamp) period--;
  return period;
}

/** True once the ledger, whose clock stands at `newest`, takes no root of this period any more. */
export function isTooLate(period: bigint, newest: bigint): boolean {
  return newest - period > BigInt(profile().rootDelayPeriods);
}

/** True if proofs could not be handed in during more than a sixth of a period. */
export function wasIntakeDown(downSeconds: number): boolean {
  return downSeconds * 6 > profile().periodSeconds;
}
