import { objectKeys } from '@/lib/core/protocol/object-keys';
import { db } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';

const BATCH = 100;

async function deleteObjects(id: string, keep: string | null, signal: AbortSignal): Promise<void> {
  const keys: string[] = [];
  for await (const { key } of objectStore().list(objectKeys.retrievalPrefix(id))) {
    if (key !== keep) keys.push(key);
  }
  for (const key of keys) {
    signal.throwIfAborted();
    await objectStore().delete(key);
  }
}

/** READY past its time → EXPIRED, first in the row, so that nobody starts to read it. */
async function expireContent(signal: AbortSignal): Promise<void> {
  const rows = await db().retrieval.findMany({
    where: { status: 'READY', expiresAt: { lte: new Date() } },
    select: { id: true },
    take: BATCH,
  });
  for (const { id } of rows) {
    const { count } = await db().retrieval.updateMany({
      where: { id, status: 'READY', expiresAt: { lte: new Date() } },
      data: { status: 'EXPIRED' },
    });
    if (count > 0) await deleteObjects(id, null, signal);
  }
}

/** Shards that nobody needs any more: the content is there, or the retrieval has failed. */
async function dropShards(signal: AbortSignal): Promise<void> {
  const rows = await db().retrieval.findMany({
    where: {
      OR: [
        { status: 'READY', shards: { some: { status: { in: ['GOOD', 'CORRUPT'] } } } },
        { status: { in: ['FAILED', 'EXPIRED'] }, expiresAt: { lte: new Date() } },
      ],
    },
    select: { id: true, status: true },
    take: BATCH,
  });
  for (const { id, status } of rows) {
    const isReady = status === 'READY';
    await deleteObjects(id, isReady ? objectKeys.retrievalContent(id) : null, signal);
    await db().$transaction([
      db().retrievalShard.deleteMany({ where: { retrievalId: id } }),
      // Null says that nothing is left to collect.
      db().retrieval.updateMany({
        where: { id, status: { in: ['FAILED', 'EXPIRED'] } },
        data: { expiresAt: null },
      }),
    ]);
  }
}

/** Deletes what retrievals have left behind and nobody can use any more; part of the `gc` job. */
export async function collectRetrievals(signal: AbortSignal): Promise<void> {
  await expireContent(signal);
  await dropShards(signal);
}
