import { randomUUID } from 'node:crypto';
import { onDatabase } from './database';

/** A letter as pg-boss leaves it when a job of this queue has failed for good; gives its id. */
export async function deadLetter(queue: string): Promise<string> {
  const data: Record<string, unknown> =
    queue === 'notify' ? { notificationId: randomUUID() } : { dealId: randomUUID() };
  const [row] = await onDatabase<{ id: string }>(
    `INSERT INTO pgboss.job (name, data, output) VALUES ($1, $2, $3) RETURNING id::text AS id`,
    [`${queue}.dead`, data, { message: 'The disk is full' }],
  );
  return row?.id ?? '';
}

/** The jobs of a deal get no further attempt: the next failure is for good. */
export async function noMoreTries(dealId: string): Promise<void> {
  await onDatabase(
    `UPDATE pgboss.job SET retry_limit = retry_count, start_after = now()
     WHERE data->>'dealId' = $1 AND state IN ('created', 'retry', 'active')`,
    [dealId],
  );
}
