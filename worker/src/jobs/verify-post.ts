import type { JobDefinition } from '@/lib/server/jobs';
import { verifyPosts } from '@/lib/server/verification';

/** Verdicts on one node's hourly proofs. */
export const job: JobDefinition<'verify-post'> = {
  queue: 'verify-post',
  concurrency: 4,
  run: ({ submissionId }, { signal }) => verifyPosts(submissionId, signal),
};
