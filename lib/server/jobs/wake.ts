import { db } from '@/lib/server/db';
import { JOBS_CHANNEL } from './boss';
import type { QueueName } from './queues';

/**
 * Lets a job that waits for its time start now. Does nothing when none with this key waits: then it
 * is running, or there is nothing to do.
 */
export async function wakeJob(queue: QueueName, singletonKey: string): Promise<void> {
  const touched = await db().$executeRaw`
    UPDATE pgboss.job SET start_after = now()
    WHERE name = ${queue} AND singleton_key = ${singletonKey}
      AND state IN ('created', 'retry') AND start_after > now()`;
  if (touched > 0) await db().$executeRaw`SELECT pg_notify(${JOBS_CHANNEL}, ${queue})`;
}
