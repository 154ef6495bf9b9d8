import { encodeDeal } from '@/lib/server/encoding';
import type { JobDefinition } from '@/lib/server/jobs';

/** Deal REQUESTED → ENCODED. */
export const job: JobDefinition<'encode'> = {
  queue: 'encode',
  concurrency: 1,
  run: ({ dealId }, context) => encodeDeal(dealId, context),
};
