import type { Logger } from 'pino';
import type { QueueName, QueuePayloads } from './queues';

export interface JobContext {
  /** Aborted when the worker stops or the job expires; the job is then tried again. */
  signal: AbortSignal;
  log: Logger;
}

/** What a file in `worker/src/jobs` exports as `job`. */
export interface JobDefinition<Q extends QueueName> {
  queue: Q;
  /** How many jobs of this queue one worker process runs at a time. */
  concurrency: number;
  /** Idempotent: it may run twice, also at the same time as a run that was given up. */
  run(payload: QueuePayloads[Q], context: JobContext): Promise<void>;
}
