import type { JobDefinition } from '@/lib/server/jobs';
import { publishDeal } from '@/lib/server/planning';

/** Deal CONFIRMED → PUBLISHED. */
export const job: JobDefinition<'publish'> = {
  queue: 'publish',
  concurrency: 1,
  run: ({ dealId, planId }) => publishDeal(dealId, planId),
};
