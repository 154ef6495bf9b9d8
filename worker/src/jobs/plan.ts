import type { JobDefinition } from '@/lib/server/jobs';
import { planDeal } from '@/lib/server/planning';

/** Deal ENCODED → REVIEW, or a new plan. */
export const job: JobDefinition<'plan'> = {
  queue: 'plan',
  concurrency: 1,
  run: (request) => planDeal(request),
};
