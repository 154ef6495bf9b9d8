import type { JobDefinition } from '@/lib/server/jobs';
import { settleDeal } from '@/lib/server/settlement';

/** Pays a deal's nodes by the root of a period. */
export const job: JobDefinition<'settle'> = {
  queue: 'settle',
  concurrency: 2,
  run: ({ dealId, period }) => settleDeal(dealId, BigInt(period)),
};
