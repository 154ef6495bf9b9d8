export { boss, closeBoss, JOBS_CHANNEL } from './boss';
export type { JobContext, JobDefinition } from './definition';
export { type EnqueueOptions, enqueue, enqueueDue } from './enqueue';
export {
  type QueueName,
  type QueueOptions,
  type QueuePayloads,
  queueNames,
  queues,
} from './queues';
export { wakeJob } from './wake';
