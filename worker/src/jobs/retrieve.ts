import type { JobDefinition } from '@/lib/server/jobs';
import { runRetrieval } from '@/lib/server/retrieval/run-retrieval';

/** Retrieval REQUESTED → FETCHING → DECODING → READY, or FAILED. */
export const job: JobDefinition<'retrieve'> = {
  queue: 'retrieve',
  concurrency: 4,
  run: ({ retrievalId }, context) => runRetrieval(retrievalId, context),
};
