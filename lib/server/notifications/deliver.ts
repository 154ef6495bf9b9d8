import { db } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { enqueue } from '@/lib/server/jobs';
import { logger } from '@/lib/server/logger';
import { PushError, sendPush } from './push';
import { pushText } from './push-text';

/** Sends before a delivery is given up. */
export const MAX_ATTEMPTS = 6;
const FIRST_DELAY_SECONDS = 5;

/** Seconds until the next try: 5, 15, 45, … */
export function retryDelay(attempts: number): number {
  return FIRST_DELAY_SECONDS * 3 ** (attempts - 1);
}

async function recordFailure(id: string, attempts: number, error: PushError): Promise<void> {
  const isLast = error.permanent || attempts >= MAX_ATTEMPTS;
  const status = isLast ? 'FAILED' : 'PENDING';
  await db().$transaction(async (tx) => {
    const { count } = await tx.notification.updateMany({
      where: { id, status: 'PENDING' },
      data: { status, attempts, error: error.shortMessage },
    });
    if (count === 0 || isLast) return;
    const startAfterSeconds = retryDelay(attempts);
    await enqueue('notify', { notificationId: id }, { singletonKey: id, startAfterSeconds, tx });
  });
  logger.warn({ notificationId: id, attempts, status, err: error }, 'push not delivered');
}

/**
 * Delivers one row by Push. A failure is written down and tried again later, at most
 * {@link MAX_ATTEMPTS} times; nothing else waits for it. Does nothing for a row that is settled.
 */
export async function deliverNotification(id: string): Promise<void> {
  const row = await db().notification.findUnique({ where: { id } });
  if (row?.status !== 'PENDING') return;
  const { push, portalOrigin } = serverEnv();
  const text = pushText(row.type, row.payload);
  const attempts = row.attempts + 1;
  try {
    if (!push) throw new PushError('Push is not configured here.', false, undefined);
    if (!text) throw new PushError(`There are no words for ${row.type}.`, true, undefined);
    await sendPush(push, row.recipient, text, portalOrigin);
  } catch (error) {
    if (!(error instanceof PushError)) throw error;
    await recordFailure(id, attempts, error);
    return;
  }
  await db().notification.updateMany({
    where: { id, status: 'PENDING' },
    data: { status: 'DELIVERED', attempts, error: null, deliveredAt: new Date() },
  });
}
