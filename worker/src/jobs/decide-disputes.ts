import type { JobDefinition } from '@/lib/server/jobs';
import { decideDisputes } from '@/lib/server/settlement';

/** Decides a deal's open disputes by the ledger's leaves. */
export const job: JobDefinition<'decide-disputes'> = {
  queue: 'decide-disputes',
  concurrency: 1,
  run: ({ dealId }) => decideDisputes(dealId),
};
