import type { Logger } from 'pino';
import { AppError } from '@/lib/core/errors';
import { pause } from '@/lib/server/singleton';
import type { ChainContext } from '../context';
import { followStep } from './step';

const LONGEST_BACKOFF_MS = 30_000;

/** Follows the chain until aborted. The context is asked anew each time: a local chain may change. */
export async function runFollower(
  contextOf: () => ChainContext,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  let failures = 0;
  let pollMs = 1000;
  while (!signal.aborted) {
    let more = false;
    try {
      const context = contextOf();
      pollMs = context.traits.pollMs;
      more = await followStep(context, log);
      failures = 0;
    } catch (error) {
      failures += 1;
      // The chain moving under our reading is ordinary; the next look sees it whole.
      const level = AppError.is(error, 'CHAIN_MOVED') ? 'info' : 'error';
      log[level]({ err: error, failures }, 'following the chain failed, trying again');
    }
    if (!more) await pause(Math.min(pollMs * 2 ** failures, LONGEST_BACKOFF_MS), signal);
  }
}
