import { AppError } from '@/lib/core/errors';
import type { AdminJobDetailJson, AdminJobJson, AdminJobsQuery } from '@/lib/core/protocol/admin';
import { db, Prisma, type Tx } from '@/lib/server/db';
import { boss } from '@/lib/server/jobs';
import { likePattern } from '../paging';
import { DEAD, type JobRow, jobDetailJson, jobJson } from './rows';

const COLUMNS = Prisma.sql`id::text AS id, name, state::text AS state, data, output, singleton_key,
  retry_count, retry_limit, created_on, start_after, started_on, completed_on`;

const sortColumns = {
  created: Prisma.sql`created_on`,
  due: Prisma.sql`start_after`,
  retries: Prisma.sql`retry_count`,
};

function conditions({ state, queue, search }: AdminJobsQuery): Prisma.Sql {
  const parts = [Prisma.sql`TRUE`];
  if (state === 'dead') parts.push(Prisma.sql`name LIKE ${`%${DEAD}`} AND state = 'created'`);
  else if (state) parts.push(Prisma.sql`name NOT LIKE ${`%${DEAD}`} AND state::text = ${state}`);
  if (queue) parts.push(Prisma.sql`name IN (${queue}, ${queue + DEAD})`);
  if (search) {
    const pattern = likePattern(search);
    parts.push(Prisma.sql`(id::text = ${search} OR data::text ILIKE ${pattern}
      OR output->>'message' ILIKE ${pattern})`);
  }
  return Prisma.join(parts, ' AND ');
}

/** Jobs of all queues and dead-letter queues; finished ones are kept for an hour. */
export async function listJobs(query: AdminJobsQuery) {
  await boss();
  const { sort, order, page, limit } = query;
  const where = conditions(query);
  const direction = order === 'asc' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const [rows, counted] = await Promise.all([
    db().$queryRaw<JobRow[]>`
      SELECT ${COLUMNS} FROM pgboss.job WHERE ${where}
      ORDER BY ${sortColumns[sort]} ${direction}, id ${direction}
      LIMIT ${limit} OFFSET ${(page - 1) * limit}`,
    db().$queryRaw<{ count: bigint }[]>`
      SELECT count(*) AS count FROM pgboss.job WHERE ${where}`,
  ]);
  return { rows: rows.map(jobJson), total: Number(counted[0]?.count ?? 0n), page, limit };
}

/** Locks the job's row, so that two administrators never act on it together. */
export async function lockJob(tx: Tx, id: string): Promise<JobRow> {
  await boss();
  const rows = await tx.$queryRaw<JobRow[]>`
    SELECT ${COLUMNS} FROM pgboss.job WHERE id = ${id}::uuid FOR UPDATE`;
  if (rows[0]) return rows[0];
  throw new AppError('JOB_NOT_FOUND', 'There is no such job; finished ones are soon deleted.');
}

/** @throws AppError `JOB_NOT_FOUND` */
export async function getJob(id: string): Promise<AdminJobDetailJson> {
  return jobDetailJson(await db().$transaction((tx) => lockJob(tx, id)));
}

/** Jobs about a deal that wait, run or have failed, newest first. */
export async function jobsOfDeal(dealId: string): Promise<AdminJobJson[]> {
  await boss();
  const rows = await db().$queryRaw<JobRow[]>`
    SELECT ${COLUMNS} FROM pgboss.job WHERE data->>'dealId' = ${dealId}
    ORDER BY created_on DESC, id DESC LIMIT 50`;
  return rows.map(jobJson);
}
