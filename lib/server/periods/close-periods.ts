import type { Logger } from 'pino';
import { db } from '@/lib/server/db';
import { type ChainProgress, chainProgress, profile } from '@/lib/server/lifecycle';
import { closeWithVerdicts } from './close-period';
import { closeAsVoid } from './close-void';
import { isTooLate, newestClosable, nextPeriod, wasIntakeDown } from './due-periods';
import { isIntakeAccounted } from './intake-watch';
import { periodSeed } from './period-seed';
import { verifyRest } from './verify-rest';

/** Who may stop the work, and where it tells of itself. */
export interface CloseContext {
  signal?: AbortSignal;
  log?: Logger;
}

async function closeOne(period: bigint, context: CloseContext): Promise<void> {
  const row = await db().period.findUnique({ where: { index: period } });
  const seed = await periodSeed(period);
  if (seed === null || wasIntakeDown(row?.downSeconds ?? 0)) {
    context.log?.warn({ period: `${period}`, seed: seed !== null }, 'period is void');
    return closeAsVoid(period, period);
  }
  do {
    await verifyRest(period, context.signal);
  } while (!(await closeWithVerdicts(period, seed)));
}

/** Closes the run of periods that the ledger no longer takes a root of; returns the next one. */
async function closeLate(next: bigint, progress: ChainProgress): Promise<bigint> {
  if (!isTooLate(next, progress)) return next;
  const last = progress.period - BigInt(profile().rootDelayPeriods) - 1n;
  await closeAsVoid(next, last);
  return last + 1n;
}

/**
 * Closes every period that is due, oldest first: with verdicts, or as void where the seed is
 * missing, the intake was down for more than a sixth of it, or the ledger's deadline has passed.
 */
export async function closeDuePeriods(context: CloseContext = {}): Promise<void> {
  // The housekeeper asks again as soon as the watch has looked.
  if (!(await isIntakeAccounted())) return;
  const progress = await chainProgress();
  const first = await nextPeriod();
  if (!progress || first === null) return;
  const newest = newestClosable(progress);
  for (let period = await closeLate(first, progress); period <= newest; period++) {
    context.signal?.throwIfAborted();
    await closeOne(period, context);
  }
}
