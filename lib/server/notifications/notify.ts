import type { Address } from '@/lib/core/protocol/primitives';
import { db, type Prisma, type Tx } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { enqueue } from '@/lib/server/jobs';
import { INBOX_CHANNEL } from './channel';
import { pushText } from './push-text';

/** One thing to tell somebody. */
export interface NewNotification {
  /** Operator or client; any case. */
  recipient: Address;
  /** An inbox event type of the protocol. */
  type: string;
  payload: object;
  /** The same fact is told a recipient once, however often it is noticed. */
  dedupeKey?: string;
}

/**
 * The row lock on the counter must outlive single statements, so there must be a transaction. Only a
 * whole client can disconnect; a transaction has `$transaction` too (savepoints).
 */
function inTransaction<T>(tx: Tx, run: (tx: Tx) => Promise<T>): Promise<T> {
  return '$disconnect' in tx ? db().$transaction(run) : run(tx);
}

/** Locks the recipient's counter until the transaction ends: the next writer waits for us. */
async function lockCounter(tx: Tx, recipient: string): Promise<bigint> {
  const rows = await tx.$queryRaw<{ lastSeq: bigint }[]>`
    INSERT INTO "InboxCounter" ("recipient", "lastSeq", "ackedSeq") VALUES (${recipient}, 0, 0)
    ON CONFLICT ("recipient") DO UPDATE SET "lastSeq" = "InboxCounter"."lastSeq"
    RETURNING "lastSeq"`;
  return rows[0]!.lastSeq;
}

async function append(tx: Tx, n: NewNotification): Promise<void> {
  const recipient = n.recipient.toLowerCase();
  const payload = n.payload as Prisma.InputJsonObject;
  const seq = (await lockCounter(tx, recipient)) + 1n;
  if (n.dedupeKey !== undefined) {
    const known = await tx.inboxEvent.count({ where: { recipient, dedupeKey: n.dedupeKey } });
    if (known > 0) return;
  }
  const dedupeKey = n.dedupeKey ?? null;
  await tx.inboxEvent.create({ data: { recipient, seq, type: n.type, payload, dedupeKey } });
  await tx.inboxCounter.update({ where: { recipient }, data: { lastSeq: seq } });
  await tx.$executeRaw`SELECT pg_notify(${INBOX_CHANNEL}, ${recipient})`;
  await alsoByPush(tx, recipient, n.type, payload);
}

async function alsoByPush(
  tx: Tx,
  recipient: string,
  type: string,
  payload: Prisma.InputJsonObject,
): Promise<void> {
  if (!serverEnv().push || pushText(type, payload) === null) return;
  const row = await tx.notification.create({
    data: { channel: 'push', recipient, type, payload },
  });
  await enqueue('notify', { notificationId: row.id }, { singletonKey: row.id, tx });
}

/**
 * Puts an event into the recipient's inbox, in the caller's transaction: it is told if and only if
 * that commits. Numbers are per recipient, from 1, without gaps. Where Push is configured a delivery
 * row and its job come to be as well; their fate changes nothing here.
 *
 * A transaction that tells several recipients should use {@link notifyAll}, which keeps one order.
 */
export async function notify(tx: Tx, n: NewNotification): Promise<void> {
  await inTransaction(tx, (inner) => append(inner, n));
}

/** {@link notify} for several, in one order of recipients, so that two writers never wait in a ring. */
export async function notifyAll(tx: Tx, list: readonly NewNotification[]): Promise<void> {
  const key = (n: NewNotification) => n.recipient.toLowerCase();
  const ordered = [...list].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  await inTransaction(tx, async (inner) => {
    for (const n of ordered) await append(inner, n);
  });
}
