import { bytesToHex } from 'viem';
import { AppError } from '@/lib/core/errors';
import type { ContentDescription } from '@/lib/core/protocol/content';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { commPOfFile } from '@/lib/engine';
import { db } from '@/lib/server/db';
import { logger } from '@/lib/server/logger';
import { objectStore } from '@/lib/server/object-store';
import type { RetrievalRow, RetrievalShardRow } from './load';

/** Why an arrived shard is not the one that was stored, or null. */
async function defectOf(
  row: RetrievalShardRow,
  content: ContentDescription,
): Promise<string | null> {
  const expected = content.segments[row.segment]?.commD[row.shard];
  const key = objectKeys.retrievalShard(row.retrievalId, row.segment, row.shard);
  try {
    return await objectStore().withFile(key, async (file) => {
      const found = await commPOfFile(file, Number(row.bytes), content.sectorBytes);
      const commD = bytesToHex(found.commD);
      return commD === expected ? null : `CommD is ${commD}, not ${expected}.`;
    });
  } catch (error) {
    if (!AppError.is(error)) throw error;
    return error.shortMessage;
  }
}

/**
 * Recomputes the commitment of every shard that has arrived: it becomes GOOD or CORRUPT. True if
 * there was one.
 */
export async function checkArrivals(
  retrieval: RetrievalRow,
  content: ContentDescription,
  signal: AbortSignal,
): Promise<boolean> {
  const arrived = retrieval.shards.filter((row) => row.status === 'RECEIVED');
  for (const row of arrived) {
    signal.throwIfAborted();
    const reason = await defectOf(row, content);
    const { retrievalId, segment, shard, node } = row;
    await db().retrievalShard.updateMany({
      where: { retrievalId, segment, shard, status: 'RECEIVED' },
      data: { status: reason === null ? 'GOOD' : 'CORRUPT', reason },
    });
    if (reason !== null)
      logger.warn({ retrievalId, segment, shard, node, reason }, 'corrupt shard');
  }
  return arrived.length > 0;
}
