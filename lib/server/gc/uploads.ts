import { db } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';

/** A deal in one of these may still have to be encoded (again). */
const NEEDS_FILE = ['REQUESTED', 'ENCODED', 'REVIEW', 'CONFIRMED', 'PUBLISHED', 'PENDING'] as const;

/** `uploads/<id>`, and what tus keeps beside it: `<id>.info`, `<id>.part`. */
const idOf = (key: string) => key.slice('uploads/'.length).replace(/\.(info|part|json)$/, '');

async function expireRows(): Promise<void> {
  await db().upload.updateMany({
    where: {
      status: { in: ['RECEIVING', 'COMPLETE'] },
      expiresAt: { lte: new Date() },
      deal: null,
    },
    data: { status: 'EXPIRED' },
  });
}

async function isNeeded(id: string): Promise<boolean> {
  const upload = await db().upload.findUnique({
    where: { id },
    include: { deal: { select: { status: true } } },
  });
  if (!upload || upload.status === 'EXPIRED') return false;
  if (!upload.deal) return true;
  return (NEEDS_FILE as readonly string[]).includes(upload.deal.status);
}

/** Deletes uploads that nobody requested in time, and those whose shards are with the nodes. */
export async function collectUploads(signal: AbortSignal): Promise<void> {
  await expireRows();
  for await (const { key } of objectStore().list('uploads/')) {
    signal.throwIfAborted();
    if (!(await isNeeded(idOf(key)))) await objectStore().delete(key);
  }
}
