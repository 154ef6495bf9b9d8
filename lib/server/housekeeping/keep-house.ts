import type { Logger } from 'pino';
import { pause } from '@/lib/server/singleton';
import type { Task } from './tasks';

/** Runs one task until the signal is aborted. A failed look is told and followed by the next. */
async function repeat(task: Task, signal: AbortSignal, log: Logger): Promise<void> {
  while (!signal.aborted) {
    try {
      await task.run();
    } catch (error) {
      log.error({ err: error, task: task.name }, 'housekeeping failed');
    }
    await pause(task.everyMs, signal);
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
