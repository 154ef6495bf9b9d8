import type { Logger } from 'pino';
import { periodOf } from '@/lib/core/protocol/clock';
import { pause } from '@/lib/server/singleton';
import type { ChainContext } from '../context';
import { openPeriods } from './periods';
import { readSeeds } from './read-seeds';
import { queueRecording } from './record';

const LONGEST_BACKOFF_MS = 30_000;

/** Keeps the periods and their seeds going until aborted. */
export async function runBeacon(
  contextOf: () => ChainContext,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  let failures = 0;
  let pollMs = 1000;
  while (!signal.aborted) {
    try {
      const context = contextOf();
      pollMs = context.traits.pollMs;
      await beaconRound(context);
      failures = 0;
    } catch (error) {
      failures += 1;
      log.error({ err: error, failures }, 'beacon round failed, trying again');
    }
    await pause(Math.min(pollMs * 2 ** failures, LONGEST_BACKOFF_MS), signal);
  }
}

/** One look at the clock. */
export async function beaconRound(context: ChainContext): Promise<void> {
  const { timestamp } = await context.client.getBlock({ blockTag: 'latest' });
  const seconds = Number(timestamp);
  await openPeriods(periodOf(seconds, context.profile.periodSeconds));
  if (context.traits.local) await queueRecording(context, seconds);
  else await readSeeds(context);
}
