import type { JobDefinition } from '@/lib/server/jobs';
import { closeDuePeriods } from '@/lib/server/periods';

/** Period OPEN → CLOSED, or VOID; all that are due, in order. */
export const job: JobDefinition<'close-period'> = {
  queue: 'close-period',
  concurrency: 1,
  run: (_payload, context) => closeDuePeriods(context),
};
