import type { Logger } from 'pino';
import {
  boss,
  type JobDefinition,
  type QueueName,
  type QueuePayloads,
  queues,
} from '@/lib/server/jobs';
import { pause } from '@/lib/server/singleton';
import type { JobLocks } from './job-locks';

export interface QueueWorker {
  queue: QueueName;
  /** Looks for jobs now instead of at the next poll. */
  wake(): void;
  /** Ends when the signal is aborted and every running job has ended. */
  done: Promise<void>;
}

interface Fetched<Q extends QueueName> {
  id: string;
  data: QueuePayloads[Q];
}

const POLL_MS = 2000;

/** Works on one queue, at most `concurrency` jobs at a time, until the signal is aborted. */
export function startQueueWorker<Q extends QueueName>(
  definition: JobDefinition<Q>,
  locks: () => JobLocks,
  signal: AbortSignal,
  parentLog: Logger,
): QueueWorker {
  const { queue, concurrency } = definition;
  const log = parentLog.child({ queue });
  const running = new Set<Promise<void>>();
  let bell = new AbortController();
  const wake = () => bell.abort();

  const step = async (): Promise<void> => {
    const room = concurrency - running.size;
    const instance = await boss();
    const jobs = room > 0 ? await instance.fetch<QueuePayloads[Q]>(queue, { batchSize: room }) : [];
    for (const job of jobs) {
      const run = runJob(definition, job, locks(), signal, log).finally(() => {
        running.delete(run);
        wake();
      });
      running.add(run);
    }
  };

  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      bell = new AbortController();
      await step().catch((error) => log.error({ err: error }, 'cannot fetch jobs'));
      await pause(POLL_MS, AbortSignal.any([signal, bell.signal]));
    }
    await Promise.all(running);
  };
  return { queue, wake, done: loop() };
}

/** Runs one job and records how it ended. Never rejects. */
async function runJob<Q extends QueueName>(
  definition: JobDefinition<Q>,
  job: Fetched<Q>,
  locks: JobLocks,
  stop: AbortSignal,
  parentLog: Logger,
): Promise<void> {
  const { queue } = definition;
  const log = parentLog.child({ job: job.id });
  const expiry = AbortSignal.timeout(queues[queue].expireInSeconds * 1000);
  const signal = AbortSignal.any([stop, locks.lost, expiry]);
  const started = performance.now();
  try {
    // Somebody still works on it, whom the queue took for dead: it is theirs to finish.
    if (!(await locks.take(job.id))) return;
    try {
      await definition.run(job.data, { signal, log });
      signal.throwIfAborted();
      await settle(log, async () => (await boss()).complete(queue, job.id));
      log.debug({ ms: Math.round(performance.now() - started) }, 'job done');
    } finally {
      await locks.release(job.id);
    }
  } catch (error) {
    if (stop.aborted)
      log.info({ payload: job.data }, 'job interrupted, it goes on after the start');
    else log.error({ err: error, payload: job.data }, 'job failed');
    await settle(log, async () => (await boss()).fail(queue, job.id, outcomeOf(error)));
    if (signal.aborted) await settle(log, () => retryNow(queue, job.id));
  }
}

/** Only our shutdown interrupted it, so it need not wait for its back-off. */
async function retryNow(queue: QueueName, id: string): Promise<void> {
  const sql = `UPDATE pgboss.job SET start_after = now() WHERE name = $1 AND id = $2 AND state = 'retry'`;
  await (await boss()).getDb().executeSql(sql, [queue, id]);
}

/**
 * Writes an outcome. When the database cannot be reached the job stays marked as running without
 * a lock, and is taken up again: handlers are idempotent.
 */
async function settle(log: Logger, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    log.error({ err: error }, 'cannot record how a job ended');
  }
}

function outcomeOf(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error ? String(error.code) : undefined;
  return { name: error.name, code, message: error.message, stack: error.stack };
}
