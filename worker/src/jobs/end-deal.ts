import type { JobDefinition } from '@/lib/server/jobs';
import { endDeal } from '@/lib/server/settlement';

/** Ends a deal whose time has come. */
export const job: JobDefinition<'end-deal'> = {
  queue: 'end-deal',
  concurrency: 1,
  run: ({ dealId }) => endDeal(dealId),
};
