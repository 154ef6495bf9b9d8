import { collectGarbage } from '@/lib/server/gc';
import type { JobDefinition } from '@/lib/server/jobs';

/** Deletes what nobody needs any more. */
export const job: JobDefinition<'gc'> = {
  queue: 'gc',
  concurrency: 1,
  run: (_payload, context) => collectGarbage(context),
};
