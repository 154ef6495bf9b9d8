import { db } from '@/lib/server/db';
import type { QueueName } from '@/lib/server/jobs';

/** The id in a job's payload by which its row is found. */
export type JobSubject = 'dealId' | 'submissionId' | 'retrievalId';

/** Those ids for which no job of a queue waits, runs or is to be tried again. */
export async function withoutJob(
  queue: QueueName,
  subject: JobSubject,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT DISTINCT "data"->>${subject} AS "id" FROM pgboss.job
    WHERE "name" = ${queue} AND "state" IN ('created', 'retry', 'active')
      AND "data"->>${subject} = ANY(${[...ids]})`;
  const known = new Set(rows.map((row) => row.id));
  return ids.filter((id) => !known.has(id));
}

/** How often jobs about a subject have failed for good. */
export async function deadJobs(queue: QueueName, subject: JobSubject, id: string): Promise<number> {
  const rows = await db().$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS "count" FROM pgboss.job
    WHERE "name" = ${`${queue}.dead`} AND "data"->>${subject} = ${id}`;
  return Number(rows[0]?.count ?? 0n);
}
