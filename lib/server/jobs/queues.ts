/** What each queue's jobs carry; ids only, so that a handler always reads current rows. */
export type QueuePayloads = {
  encode: { dealId: string };
  plan: { dealId: string; tier?: string; exclude?: string[]; n?: number; k?: number };
  publish: { dealId: string; planId: string };
  'verify-porep': { submissionId: string };
  'verify-post': { submissionId: string };
  'close-period': { period: string };
  settle: { dealId: string; period: string };
  'decide-disputes': { dealId: string };
  repair: { dealId: string; slot: number; generation: number; reason: string };
  retrieve: { retrievalId: string };
  notify: { notificationId: string };
  'end-deal': { dealId: string };
  gc: Record<string, never>;
};

export type QueueName = keyof QueuePayloads;

export interface QueueOptions {
  /** Longer than the longest step of the handler; a job that runs longer is tried again. */
  readonly expireInSeconds: number;
  readonly retryLimit: number;
  /** Seconds before the first retry; doubled each time. */
  readonly retryDelay: number;
  /** Where jobs go that failed for good; admins see and retry them. */
  readonly deadLetter: `${QueueName}.dead`;
}

function queue<Q extends QueueName>(
  name: Q,
  expireInSeconds: number,
  retryLimit: number,
  retryDelay = 1,
): QueueOptions {
  return { expireInSeconds, retryLimit, retryDelay, deadLetter: `${name}.dead` };
}

const MINUTE = 60;

/** Every queue with its limits. Retries are many because a killed worker uses one up. */
export const queues: { readonly [Q in QueueName]: QueueOptions } = {
  encode: queue('encode', 120 * MINUTE, 8, 2),
  plan: queue('plan', 5 * MINUTE, 8),
  publish: queue('publish', 5 * MINUTE, 8),
  'verify-porep': queue('verify-porep', 10 * MINUTE, 8),
  'verify-post': queue('verify-post', 5 * MINUTE, 8),
  'close-period': queue('close-period', 10 * MINUTE, 12),
  settle: queue('settle', 5 * MINUTE, 12),
  'decide-disputes': queue('decide-disputes', 5 * MINUTE, 12),
  repair: queue('repair', 120 * MINUTE, 8, 2),
  retrieve: queue('retrieve', 240 * MINUTE, 8),
  notify: queue('notify', 2 * MINUTE, 10, 5),
  'end-deal': queue('end-deal', 5 * MINUTE, 12),
  gc: queue('gc', 30 * MINUTE, 2, 10),
};

export const queueNames = Object.keys(queues) as QueueName[];
