import { AppError } from '@/lib/core/errors';
import type { Address } from '@/lib/core/protocol/primitives';
import { db, type Prisma, type Tx } from '@/lib/server/db';
import { enqueue, JOBS_CHANNEL, type QueueName, type QueuePayloads } from '@/lib/server/jobs';
import { jobKeys } from '@/lib/server/lifecycle';
import { retrieveJobKey } from '@/lib/server/retrieval/job-key';
import { recordDeed } from '../audit';
import { lockJob } from './read-jobs';
import { errorOf, type JobRow, jobJson, queueOf } from './rows';

/** The key under which each queue's jobs wait, so that a letter joins a job that is there already. */
const keys: { [Q in QueueName]: (payload: QueuePayloads[Q]) => string } = {
  encode: ({ dealId }) => jobKeys.encode(dealId),
  plan: ({ dealId }) => jobKeys.plan(dealId),
  publish: ({ planId }) => jobKeys.publish(planId),
  'verify-porep': ({ submissionId }) => jobKeys.porep(submissionId),
  'verify-post': ({ submissionId }) => jobKeys.post(submissionId),
  'close-period': () => jobKeys.closePeriod(),
  settle: ({ dealId }) => jobKeys.settle(dealId),
  'decide-disputes': ({ dealId }) => jobKeys.decideDisputes(dealId),
  repair: ({ dealId, slot, generation }) => jobKeys.repair(dealId, slot, generation),
  retrieve: ({ retrievalId }) => retrieveJobKey(retrievalId),
  notify: ({ notificationId }) => notificationId,
  'end-deal': ({ dealId }) => jobKeys.endDeal(dealId),
  gc: () => jobKeys.gc(),
};

function enqueueAgain<Q extends QueueName>(tx: Tx, queue: Q, data: unknown): Promise<void> {
  const payload = data as QueuePayloads[Q];
  return enqueue(queue, payload, { singletonKey: keys[queue](payload), tx });
}

/** A letter becomes a job again and is taken away; the audit log keeps what it said. */
async function resend(tx: Tx, queue: QueueName, row: JobRow): Promise<void> {
  await enqueueAgain(tx, queue, row.data ?? {});
  await tx.$executeRaw`DELETE FROM pgboss.job WHERE name = ${row.name} AND id = ${row.id}::uuid`;
}

/** A job that waits for its next attempt need not wait any longer. */
async function wake(tx: Tx, row: JobRow): Promise<void> {
  await tx.$executeRaw`UPDATE pgboss.job SET start_after = now()
    WHERE name = ${row.name} AND id = ${row.id}::uuid AND state = 'retry'`;
  await tx.$executeRaw`SELECT pg_notify(${JOBS_CHANNEL}, ${row.name})`;
}

/**
 * Has a job tried again: one that failed for good, or one that waits for its next attempt.
 * @throws AppError `JOB_NOT_FOUND`, `JOB_NOT_RETRYABLE`
 */
export async function retryJob(actor: Address, id: string): Promise<{ queue: QueueName }> {
  return db().$transaction(async (tx) => {
    const row = await lockJob(tx, id);
    const { state, retryable } = jobJson(row);
    const queue = queueOf(row.name);
    if (!retryable || !queue) {
      throw new AppError('JOB_NOT_RETRYABLE', `A job that is ${state} cannot be tried again.`, {
        details: { state },
      });
    }
    await (state === 'dead' ? resend(tx, queue, row) : wake(tx, row));
    const payload = (row.data ?? {}) as Prisma.InputJsonObject;
    const details = { queue, state, payload, error: errorOf(row.output) ?? null };
    await recordDeed(tx, { actor, action: 'job.retry', target: id, details });
    return { queue };
  });
}
