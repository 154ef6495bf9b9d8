import type { AdminJobDetailJson, AdminJobJson } from '@/lib/core/protocol/admin';
import { type QueueName, queueNames } from '@/lib/server/jobs';

/** How dead-letter queues end. */
export const DEAD = '.dead';

/** A row of pg-boss's table as the queries here select it. */
export interface JobRow {
  id: string;
  name: string;
  state: Exclude<AdminJobJson['state'], 'dead'>;
  data: Record<string, unknown> | null;
  output: unknown;
  singleton_key: string | null;
  retry_count: number;
  retry_limit: number;
  created_on: Date;
  start_after: Date;
  started_on: Date | null;
  completed_on: Date | null;
}

/** The queue to which a job, or the letter of a dead one, belongs. */
export function queueOf(name: string): QueueName | undefined {
  const base = name.endsWith(DEAD) ? name.slice(0, -DEAD.length) : name;
  return queueNames.find((queue) => queue === base);
}

/** pg-boss keeps what a handler threw, or `{ value }` around anything else. */
export function errorOf(output: unknown): string | undefined {
  if (typeof output === 'string') return output;
  if (typeof output !== 'object' || output === null) return undefined;
  if ('message' in output && typeof output.message === 'string') return output.message;
  return 'value' in output ? errorOf(output.value) : undefined;
}

export function jobJson(row: JobRow): AdminJobJson {
  const isDead = row.name.endsWith(DEAD);
  const state = isDead && row.state === 'created' ? 'dead' : row.state;
  const queue = queueOf(row.name);
  return {
    id: row.id,
    queue: queue ?? row.name,
    state,
    payload: row.data ?? {},
    retries: row.retry_count,
    retryLimit: row.retry_limit,
    createdAt: row.created_on.toISOString(),
    dueAt: row.start_after.toISOString(),
    startedAt: row.started_on?.toISOString(),
    completedAt: row.completed_on?.toISOString(),
    error: row.state === 'completed' ? undefined : errorOf(row.output),
    retryable: queue !== undefined && (state === 'dead' || state === 'retry'),
  };
}

export function jobDetailJson(row: JobRow): AdminJobDetailJson {
  return {
    ...jobJson(row),
    singletonKey: row.singleton_key ?? undefined,
    output: row.output ?? undefined,
  };
}
