import type { JobDefinition } from '@/lib/server/jobs';
import { repairSlot } from '@/lib/server/repair';

/** Gives a slot to another node. */
export const job: JobDefinition<'repair'> = {
  queue: 'repair',
  concurrency: 1,
  run: (request, context) => repairSlot(request, context),
};
