import type { Logger } from 'pino';
import { boss, type JobDefinition, type QueueName } from '@/lib/server/jobs';
import { pause, runElected, type Singleton } from '@/lib/server/singleton';
import { returnAbandonedJobs } from './abandoned-jobs';
import { heartbeat } from './heartbeat';
import { listenForJobs } from './job-listener';
import { type JobLocks, openJobLocks } from './job-locks';
import { startQueueWorker } from './queue-worker';

/** A job definition of any one queue. */
export type AnyJob = { [Q in QueueName]: JobDefinition<Q> }[QueueName];

export interface WorkerOptions {
  databaseUrl: string;
  jobs: readonly AnyJob[];
  singletons: readonly Singleton[];
  graceSeconds: number;
  log: Logger;
}

/** Runs jobs and singletons until the signal is aborted, then ends within the grace time. */
export async function runWorker(options: WorkerOptions, signal: AbortSignal): Promise<void> {
  const { databaseUrl, log } = options;
  await boss({ supervise: true });
  const leads = new Set<string>();
  const locks = await keepLocks(databaseUrl, signal, log);
  const workers = options.jobs.map((job) =>
    startQueueWorker(job as JobDefinition<QueueName>, locks.current, signal, log),
  );
  const wake = (queue: string) =>
    workers.filter((worker) => worker.queue === queue).forEach((worker) => void worker.wake());
  const parts = [
    ...workers.map((worker) => worker.done),
    ...options.singletons.map((singleton) => elect(singleton, leads, signal, log)),
    listenForJobs(databaseUrl, wake, signal, log),
    returnAbandonedJobs(signal, log),
    heartbeat(leads, signal, log),
  ];
  log.info({ queues: workers.map((worker) => worker.queue) }, 'worker is running');
  await Promise.race([Promise.all(parts), graceAfter(signal, options.graceSeconds)]);
  await locks.close();
}

function elect(
  singleton: Singleton,
  leads: Set<string>,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const onChange = (leading: boolean) => {
    if (leading) leads.add(singleton.name);
    else leads.delete(singleton.name);
  };
  return runElected(singleton, signal, { onChange, log });
}

/** Opens the lock session, and another one whenever it breaks. */
async function keepLocks(
  databaseUrl: string,
  signal: AbortSignal,
  log: Logger,
): Promise<{ current: () => JobLocks; close: () => Promise<void> }> {
  let locks = await openJobLocks(databaseUrl);
  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      if (locks.lost.aborted) {
        log.warn('the connection that holds the job locks is lost');
        locks = await openJobLocks(databaseUrl).catch(() => locks);
      }
      await pause(1000, AbortSignal.any([signal, locks.lost]));
      if (locks.lost.aborted) await pause(1000, signal);
    }
  };
  void watch();
  return { current: () => locks, close: () => locks.close() };
}

function graceAfter(signal: AbortSignal, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const wait = () => setTimeout(resolve, seconds * 1000).unref();
    if (signal.aborted) wait();
    else signal.addEventListener('abort', wait, { once: true });
  });
}
