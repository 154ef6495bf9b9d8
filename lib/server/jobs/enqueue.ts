import { randomUUID } from 'node:crypto';
import { AppError } from '@/lib/core/errors';
import { db, type Tx } from '@/lib/server/db';
import { boss, JOBS_CHANNEL } from './boss';
import type { QueueName, QueuePayloads } from './queues';

const ATTEMPTS = 5;

export interface EnqueueOptions {
  /** At most one job with this key waits in the queue; a second one only brings it forward. */
  singletonKey?: string;
  startAfterSeconds?: number;
  /** The job comes to be when this transaction commits, and never if it does not. */
  tx?: Tx;
}

/**
 * Puts a job on a queue.
 * @throws AppError `JOB_NOT_QUEUED` when the database took no job though none was waiting.
 */
export async function enqueue<Q extends QueueName>(
  queue: Q,
  payload: QueuePayloads[Q],
  options: EnqueueOptions = {},
): Promise<void> {
  const instance = await boss();
  const tx: Tx = options.tx ?? db();
  const startAfter = options.startAfterSeconds ?? 0;
  const singletonKey = options.singletonKey ?? randomUUID();
  const send = () =>
    instance.send(queue, payload, {
      singletonKey,
      startAfter,
      db: { executeSql: (text, values) => executeOn(tx, text, values) },
    });
  // A waiting job may be taken by a worker between the two statements; then there is room again.
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const accepted =
      (await send()) !== null || (await bringForward(tx, queue, singletonKey, startAfter));
    if (!accepted) continue;
    if (startAfter === 0) await tx.$executeRaw`SELECT pg_notify(${JOBS_CHANNEL}, ${queue})`;
    return;
  }
  throw new AppError('JOB_NOT_QUEUED', `The queue ${queue} did not accept a job; try again`);
}

/** Runs pg-boss's SQL on the caller's transaction. */
async function executeOn(tx: Tx, text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
  const plain = values.map((value) =>
    value !== null && typeof value === 'object' ? JSON.stringify(value) : value,
  );
  return { rows: await tx.$queryRawUnsafe<unknown[]>(text, ...plain) };
}

/**
 * Joins the job that waits. The update locks its row, so that no worker takes it before the
 * caller's transaction, with the rows that the job is to see, has ended.
 */
async function bringForward(tx: Tx, queue: string, key: string, seconds: number): Promise<boolean> {
  const touched = await tx.$executeRaw`
    UPDATE pgboss.job
    SET start_after = least(start_after, now() + ${seconds}::int * interval '1 second')
    WHERE name = ${queue} AND singleton_key = ${key} AND state = 'created'`;
  return touched > 0;
}

/** A job that failed is tried again at the latest after so many seconds while it is still due. */
const DUE_RETRY_SECONDS = 10;

/**
 * For what is due again and again until it is done, as looked at by the housekeeper: puts a job on
 * the queue unless one with this key waits, runs or is to be tried again. So what keeps failing is
 * tried every few seconds, not at every look, and leaves one job and not thousands.
 */
export async function enqueueDue<Q extends QueueName>(
  queue: Q,
  payload: QueuePayloads[Q],
  singletonKey: string,
): Promise<void> {
  await boss();
  const rows = await db().$queryRaw<{ state: string }[]>`
    SELECT "state"::text AS "state" FROM pgboss.job
    WHERE name = ${queue} AND singleton_key = ${singletonKey}
      AND state IN ('created', 'retry', 'active')`;
  if (rows.length === 0) return enqueue(queue, payload, { singletonKey });
  await db().$executeRaw`
    UPDATE pgboss.job
    SET start_after = least(start_after, now() + ${DUE_RETRY_SECONDS}::int * interval '1 second')
    WHERE name = ${queue} AND singleton_key = ${singletonKey} AND state = 'retry'
      AND start_after > now() + ${DUE_RETRY_SECONDS}::int * interval '1 second'`;
}
