import type { JobDefinition } from '@/lib/server/jobs';
import { verifyPoreps } from '@/lib/server/verification';

/** Verdicts on PoReps, into rows and the outbox. */
export const job: JobDefinition<'verify-porep'> = {
  queue: 'verify-porep',
  concurrency: 2,
  run: ({ submissionId }, { signal }) => verifyPoreps(submissionId, signal),
};
