import { isDealOver } from '@/lib/core/deals';
import { db } from '@/lib/server/db';
import { lockShards } from '@/lib/server/encoding';
import type { ChainProgress } from '@/lib/server/lifecycle';
import { objectStore } from '@/lib/server/object-store';

/** Periods that a live slot must have proved before its shard is only with its node. */
const SAFE_PERIODS = 24n;

/** A replacement that was asked for so long ago is in the rows by now, or it never came to be. */
const REPLACEMENT_MS = 24 * 3600 * 1000;

interface ShardUse {
  dealId: string;
  address: string | null;
  slot: number;
}

/** Where a shard belongs: the same data may be part of several deals. */
async function usesOf(commD: string): Promise<ShardUse[]> {
  const rows = await db().shard.findMany({
    where: { commD },
    include: {
      segmentRow: {
        select: { deal: { select: { id: true, address: true, status: true, n: true } } },
      },
    },
  });
  return rows.flatMap((row) => {
    const { id, address, status, n } = row.segmentRow.deal;
    if (isDealOver(status)) return [];
    return [{ dealId: id, address, slot: row.segment * (n ?? 1) + row.index }];
  });
}

/** True once the slot's newest generation has lived and proved for a day. */
async function isWithNode({ dealId, slot }: ShardUse, progress: ChainProgress): Promise<boolean> {
  const newest = await db().slot.findFirst({
    where: { dealId, index: slot },
    orderBy: { generation: 'desc' },
  });
  if (newest?.state !== 'LIVE' || newest.start === null) return false;
  return newest.lastAccepted > 0n && newest.start + SAFE_PERIODS < progress.period;
}

/** True while another node is on its way to the slot: the rows still show the old holder as live. */
async function isBeingReplaced({ address, slot }: ShardUse): Promise<boolean> {
  const replacement = await db().transaction.findFirst({
    where: {
      idempotencyKey: { startsWith: `replace:${address}:${slot}:` },
      OR: [
        { status: { in: ['QUEUED', 'SIGNED', 'SENT', 'MINED'] } },
        { status: 'FINALISED', createdAt: { gt: new Date(Date.now() - REPLACEMENT_MS) } },
      ],
    },
    select: { id: true },
  });
  return replacement !== null;
}

async function isNeeded(commD: string, progress: ChainProgress): Promise<boolean> {
  for (const use of await usesOf(commD)) {
    if (!(await isWithNode(use, progress)) || (await isBeingReplaced(use))) return true;
  }
  return false;
}

/** Deletes shards that no deal waits for: their nodes hold them, or their deals are over. */
export async function collectShards(progress: ChainProgress, signal: AbortSignal): Promise<void> {
  for await (const { key } of objectStore().list('shards/')) {
    signal.throwIfAborted();
    const commD = `0x${key.slice('shards/'.length)}`;
    await db().$transaction(
      async (tx) => {
        // The lock of `storeSegment` and of a repair: nobody can come to need the object between
        // the look and the deletion.
        await lockShards(tx, [commD]);
        if (!(await isNeeded(commD, progress))) await objectStore().delete(key);
      },
      { timeout: 60_000 },
    );
  }
}
