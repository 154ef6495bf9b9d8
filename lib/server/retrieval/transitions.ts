import { zeroAddress } from 'viem';
import type { Address } from '@/lib/core/protocol/primitives';
import { db, type RetrievalStatus, type Tx } from '@/lib/server/db';
import { notify, notifyAll } from '@/lib/server/notifications';

const HOUR_MS = 3_600_000;
/** How long a restored file can be downloaded. */
export const CONTENT_TTL_MS = 48 * HOUR_MS;
/** How long the shards of a failed retrieval are kept before they are collected. */
const FAILED_TTL_MS = HOUR_MS;

const UNFINISHED = ['ASKED', 'RECEIVING', 'STALLED'] as const;

/** Locks a retrieval's row and reads its status. */
export async function lockRetrieval(tx: Tx, id: string): Promise<RetrievalStatus | null> {
  const rows = await tx.$queryRaw<{ status: RetrievalStatus }[]>`
    SELECT "status"::text AS "status" FROM "Retrieval" WHERE "id" = ${id} FOR UPDATE`;
  return rows[0]?.status ?? null;
}

/** REQUESTED → FETCHING; true while there is something to do. */
export async function beginRetrieval(id: string): Promise<boolean> {
  await db().retrieval.updateMany({
    where: { id, status: 'REQUESTED' },
    data: { status: 'FETCHING' },
  });
  const row = await db().retrieval.findUnique({ where: { id }, select: { status: true } });
  return row?.status === 'FETCHING' || row?.status === 'DECODING';
}

/** Tells every node that still works on the retrieval to stop. */
async function cancelRest(tx: Tx, id: string): Promise<void> {
  const where = { retrievalId: id, status: { in: [...UNFINISHED] } };
  const rows = await tx.retrievalShard.findMany({ where, select: { node: true } });
  await tx.retrievalShard.updateMany({ where, data: { status: 'CANCELLED' } });
  const nodes = [...new Set(rows.map((row) => row.node))];
  await notifyAll(
    tx,
    nodes.map((node) => ({
      recipient: node as Address,
      type: 'retrieval.cancelled',
      payload: { retrievalId: id },
      dedupeKey: `retrieval.cancelled:${id}`,
    })),
  );
}

/** Tells whoever asked; a repair's retrieval was asked for by nobody. */
async function tellRequester(
  tx: Tx,
  id: string,
  type: 'retrieval.ready' | 'retrieval.failed',
  more: Record<string, string> = {},
): Promise<void> {
  // Read under the lock: a client may have joined since.
  const { requester, dealId } = await tx.retrieval.findUniqueOrThrow({ where: { id } });
  if (requester === zeroAddress) return;
  await notify(tx, {
    recipient: requester as Address,
    type,
    payload: { dealId, retrievalId: id, ...more },
    dedupeKey: `${type}:${id}`,
  });
}

/** FETCHING → DECODING: enough good shards are there, nobody needs to send more. */
export async function enoughShards(id: string): Promise<void> {
  await db().$transaction(async (tx) => {
    if ((await lockRetrieval(tx, id)) !== 'FETCHING') return;
    await tx.retrieval.update({ where: { id }, data: { status: 'DECODING' } });
    await cancelRest(tx, id);
  });
}

/** DECODING → READY, and the client is told. */
export async function retrievalReady(
  id: string,
  result: { bytes: number; sha256: string },
): Promise<void> {
  await db().$transaction(async (tx) => {
    if ((await lockRetrieval(tx, id)) !== 'DECODING') return;
    const now = Date.now();
    await tx.retrieval.update({
      where: { id },
      data: {
        status: 'READY',
        bytesReady: BigInt(result.bytes),
        sha256: result.sha256,
        readyAt: new Date(now),
        expiresAt: new Date(now + CONTENT_TTL_MS),
      },
    });
    await tellRequester(tx, id, 'retrieval.ready');
  });
}

/** Gives up, tells the client why and the nodes to stop. */
export async function retrievalFailed(
  id: string,
  failure: { code: string; message: string },
): Promise<void> {
  await db().$transaction(async (tx) => {
    const status = await lockRetrieval(tx, id);
    if (status !== 'FETCHING' && status !== 'DECODING') return;
    await tx.retrieval.update({
      where: { id },
      data: {
        status: 'FAILED',
        failureCode: failure.code,
        failure: failure.message,
        expiresAt: new Date(Date.now() + FAILED_TTL_MS),
      },
    });
    await cancelRest(tx, id);
    await tellRequester(tx, id, 'retrieval.failed', failure);
  });
}
