import { type DealStatus, db } from '@/lib/server/db';
import { enqueue, type QueueName } from '@/lib/server/jobs';
import { type DealRow, failDeal, jobKeys, withLockedDeal } from '@/lib/server/lifecycle';
import { retrieveJobKey } from '@/lib/server/retrieval/job-key';
import { retrievalFailed } from '@/lib/server/retrieval/transitions';
import { deadJobs, withoutJob } from './job-rows';

/** A row that waits for longer may have lost its job. */
const PATIENCE_MS = 30_000;
/** Jobs that failed for good before the deal is given up; each was tried many times. */
const MAX_DEAD = 3;

interface Step {
  status: DealStatus;
  queue: Extract<QueueName, 'encode' | 'plan' | 'publish'>;
  enqueue(deal: DealRow): Promise<void>;
}

const steps: readonly Step[] = [
  {
    status: 'REQUESTED',
    queue: 'encode',
    enqueue: ({ id }) => enqueue('encode', { dealId: id }, { singletonKey: jobKeys.encode(id) }),
  },
  {
    status: 'ENCODED',
    queue: 'plan',
    enqueue: ({ id }) => enqueue('plan', { dealId: id }, { singletonKey: jobKeys.plan(id) }),
  },
  {
    status: 'CONFIRMED',
    queue: 'publish',
    enqueue: async ({ id, confirmedPlanId }) => {
      if (confirmedPlanId === null) return;
      const payload = { dealId: id, planId: confirmedPlanId };
      await enqueue('publish', payload, { singletonKey: jobKeys.publish(confirmedPlanId) });
    },
  },
];

const old = () => ({ lt: new Date(Date.now() - PATIENCE_MS) });

async function giveUp(deal: DealRow, { queue, status }: Step): Promise<void> {
  const code = `${queue.toUpperCase()}_FAILED`;
  const message =
    'The file could not be prepared. Ask for its storage again, or tell the operator.';
  await withLockedDeal(deal.id, async (tx, locked) => {
    if (locked.status === status) await failDeal(tx, locked, { code, message });
  });
}

async function resume(step: Step): Promise<void> {
  const deals = await db().deal.findMany({ where: { status: step.status, updatedAt: old() } });
  const lost = new Set(
    await withoutJob(
      step.queue,
      'dealId',
      deals.map((deal) => deal.id),
    ),
  );
  for (const deal of deals.filter(({ id }) => lost.has(id))) {
    const isHopeless = (await deadJobs(step.queue, 'dealId', deal.id)) >= MAX_DEAD;
    await (isHopeless ? giveUp(deal, step) : step.enqueue(deal));
  }
}

/** PoReps whose slot waits for the word on them. */
async function resumePoreps(): Promise<void> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT p."id" FROM "PorepSubmission" p
    JOIN "Slot" s ON s."dealId" = p."dealId" AND s."index" = p."slot"
      AND s."generation" = p."generation" AND s."proofDigest" = p."digest"
    WHERE p."status" = 'RECEIVED' AND s."state" = 'PRECOMMITTED'
      AND p."receivedAt" < ${new Date(Date.now() - PATIENCE_MS)}`;
  const ids = rows.map((row) => row.id);
  for (const submissionId of await withoutJob('verify-porep', 'submissionId', ids)) {
    const singletonKey = jobKeys.porep(submissionId);
    await enqueue('verify-porep', { submissionId }, { singletonKey });
  }
}

async function resumeRetrievals(): Promise<void> {
  const rows = await db().retrieval.findMany({
    where: { status: { in: ['REQUESTED', 'FETCHING', 'DECODING'] }, createdAt: old() },
    select: { id: true },
  });
  const ids = rows.map((row) => row.id);
  for (const retrievalId of await withoutJob('retrieve', 'retrievalId', ids)) {
    if ((await deadJobs('retrieve', 'retrievalId', retrievalId)) >= MAX_DEAD) {
      const message = 'The file could not be put together. Ask for it again, or tell the operator.';
      await retrievalFailed(retrievalId, { code: 'RETRIEVAL_FAILED', message });
      continue;
    }
    await enqueue('retrieve', { retrievalId }, { singletonKey: retrieveJobKey(retrievalId) });
  }
}

/** Queues again what a row waits for and no job does; gives up what fails for good again and again. */
export async function resumeLostJobs(): Promise<void> {
  for (const step of steps) await resume(step);
  await resumePoreps();
  await resumeRetrievals();
}
