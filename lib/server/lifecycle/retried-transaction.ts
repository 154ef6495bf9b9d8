import { type OutboxEntry, queueTransaction } from '@/lib/server/chain';
import type { Tx } from '@/lib/server/db';

/** What became of the newest attempt. */
export interface RetriedTransaction {
  id: string;
  /** Attempts so far, this one included. */
  attempt: number;
  /** False if an earlier attempt is on its way, has succeeded or just failed: nothing was queued. */
  isNew: boolean;
}

/** Attempts of one logical transaction, oldest first: `key`, `key#2`, `key#3`, … */
export async function attemptsOf(tx: Tx, key: string) {
  const rows = await tx.transaction.findMany({
    where: { OR: [{ idempotencyKey: key }, { idempotencyKey: { startsWith: `${key}#` } }] },
    select: { id: true, idempotencyKey: true, status: true, errorCode: true, createdAt: true },
  });
  const numberOf = (row: { idempotencyKey: string }) =>
    Number(row.idempotencyKey.slice(key.length + 1) || '1');
  return rows.sort((a, b) => numberOf(a) - numberOf(b));
}

/** Wait before another attempt; doubled each time. */
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 10 * 60_000;

/** True while a failed attempt is too young to be followed by another. */
function isTooSoon(last: { createdAt: Date }, attempts: number): boolean {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** attempts, LONGEST_PAUSE_MS);
  return Date.now() - last.createdAt.getTime() < pause;
}

/**
 * Queues a transaction unless an attempt with the same logical key is under way or done. After a
 * failure the next attempt gets a key of its own, and some time. Callers hold a row lock that covers the key.
 */
export async function queueRetried(tx: Tx, entry: OutboxEntry): Promise<RetriedTransaction> {
  const earlier = await attemptsOf(tx, entry.idempotencyKey);
  const last = earlier.at(-1);
  if (last && (last.status !== 'FAILED' || isTooSoon(last, earlier.length))) {
    return { id: last.id, attempt: earlier.length, isNew: false };
  }
  const attempt = earlier.length + 1;
  const suffix = attempt === 1 ? '' : `#${attempt}`;
  const idempotencyKey = `${entry.idempotencyKey}${suffix}`;
  const { id } = await queueTransaction(tx, { ...entry, idempotencyKey });
  return { id, attempt, isNew: true };
}
