import type { Logger } from 'pino';
import { periodOf } from '@/lib/core/protocol/clock';
import { publicClient } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { chainProgress, profile } from '@/lib/server/lifecycle';
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
  /** Period of the chain's newest block, by which the ledger takes a root or not. */
  newestPeriod?(): Promise<bigint>;
}

async function periodOfNewestBlock(): Promise<bigint> {
  const { timestamp } = await publicClient().getBlock({ blockTag: 'latest' });
  return periodOf(Number(timestamp), profile().periodSeconds);
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

/**
 * Closes the run of periods that the ledger no longer takes a root of; returns the next one. The
 * rows may be far behind the chain, after a pause of the follower: the ledger goes by the chain's
 * newest block, so what is too late is decided by that, while what may be closed is decided by the rows.
 */
async function closeLate(next: bigint, newest: bigint, closable: bigint): Promise<bigint> {
  if (!isTooLate(next, newest)) return next;
  const late = newest - BigInt(profile().rootDelayPeriods) - 1n;
  const last = late < closable ? late : closable;
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
  const closable = newestClosable(progress);
  const newestPeriod = context.newestPeriod ?? periodOfNewestBlock;
  for (let period = first; period <= closable; period++) {
    context.signal?.throwIfAborted();
    // Asked each time: closing a long run of periods takes a while itself.
    period = await closeLate(period, await newestPeriod(), closable);
    if (period <= closable) await closeOne(period, context);
  }
}
