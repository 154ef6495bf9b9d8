import type { Logger } from 'pino';
import { pause } from '@/lib/server/singleton';
import type { Task } from './tasks';

const LONGEST_BACKOFF_MS = 30_000;

/**
 * Runs one task until the signal is aborted. A failed look is told and followed by the next, later
 * each time, so that an outage of the chain or the database does not fill the log.
 */
async function repeat(task: Task, signal: AbortSignal, log: Logger): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await task.run();
      failures = 0;
    } catch (error) {
      failures += 1;
      log.error({ err: error, task: task.name, failures }, 'housekeeping failed');
    }
    const backoff = Math.min(task.everyMs * 2 ** failures, LONGEST_BACKOFF_MS);
    await pause(Math.max(task.everyMs, backoff), signal);
  }
}

/** Runs all tasks side by side, so that a slow one does not hold up the others. */
export async function keepHouse(
  tasks: readonly Task[],
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  await Promise.all(tasks.map((task) => repeat(task, signal, log)));
}
