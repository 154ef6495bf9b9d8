import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { type QueueName, queueNames } from '@/lib/server/jobs';

const schema = z.object({
  /** Queues that this process works on, by comma; empty means all. */
  WORKER_QUEUES: z.string().default(''),
  /** False for processes that only take jobs. */
  WORKER_SINGLETONS: z.enum(['true', 'false']).default('true'),
  /** Seconds that running jobs get at shutdown before they are left to another worker. */
  WORKER_GRACE_SECONDS: z.coerce.number().int().min(1).max(600).default(10),
});

export interface WorkerEnv {
  queues: QueueName[];
  singletons: boolean;
  graceSeconds: number;
}

/**
 * The worker's own variables; what it shares with the portal is in `serverEnv()`.
 * @throws AppError `ENV_INVALID`
 */
export function parseWorkerEnv(raw: Record<string, string | undefined>): WorkerEnv {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new AppError('ENV_INVALID', `The environment is not usable:\n  ${lines.join('\n  ')}`);
  }
  const wanted = parsed.data.WORKER_QUEUES.split(',').map((name) => name.trim());
  const named = wanted.filter((name) => name !== '');
  const unknown = named.filter((name) => !(queueNames as string[]).includes(name));
  if (unknown.length > 0) {
    throw new AppError('ENV_INVALID', `WORKER_QUEUES: there is no queue ${unknown.join(', ')}`);
  }
  return {
    queues: named.length > 0 ? (named as QueueName[]) : queueNames,
    singletons: parsed.data.WORKER_SINGLETONS === 'true',
    graceSeconds: parsed.data.WORKER_GRACE_SECONDS,
  };
}

export function workerEnv(): WorkerEnv {
  return parseWorkerEnv(process.env);
}
