import { enqueue, type JobDefinition } from '@/lib/server/jobs';
import { jobKeys } from '@/lib/server/lifecycle';
import { verifyPosts } from '@/lib/server/verification';

/** A node may prove before the seed that it read is final; then the check waits for that. */
const AGAIN_SECONDS = 2;

/** Verdicts on one node's hourly proofs. */
export const job: JobDefinition<'verify-post'> = {
  queue: 'verify-post',
  concurrency: 4,
  run: async ({ submissionId }, { signal }) => {
    if ((await verifyPosts(submissionId, signal)) === 'done') return;
    const singletonKey = jobKeys.post(submissionId);
    const options = { singletonKey, startAfterSeconds: AGAIN_SECONDS };
    await enqueue('verify-post', { submissionId }, options);
  },
};
