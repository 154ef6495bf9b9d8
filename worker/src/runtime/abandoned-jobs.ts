import type { Logger } from 'pino';
import { boss, queueNames } from '@/lib/server/jobs';
import { pause } from '@/lib/server/singleton';
import { ABANDONED_SQL } from './job-locks';

const EVERY_MS = 3000;
const RETRY_SQL = `UPDATE pgboss.job SET start_after = now() WHERE name = $1 AND id = $2 AND state = 'retry'`;

/** Gives the jobs of killed workers back to their queues. Each time costs a job one retry. */
export async function returnAbandonedJobs(signal: AbortSignal, log: Logger): Promise<void> {
  while (!signal.aborted) {
    try {
      await sweep(log);
    } catch (error) {
      log.error({ err: error }, 'cannot look for abandoned jobs');
    }
    await pause(EVERY_MS, signal);
  }
}

async function sweep(log: Logger): Promise<void> {
  const instance = await boss();
  const { rows } = await instance.getDb().executeSql(ABANDONED_SQL, [queueNames]);
  for (const { id, name } of rows as { id: string; name: string }[]) {
    log.warn({ queue: name, job: id }, 'the worker of a job is gone, the job is tried again');
    await instance.fail(name, id, { message: 'The worker process ended during the job' });
    await instance.getDb().executeSql(RETRY_SQL, [name, id]);
  }
}
