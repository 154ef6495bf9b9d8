import type { ContentDescription } from '@/lib/core/protocol/content';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { notifyAll } from '@/lib/server/notifications';
import { objectStore } from '@/lib/server/object-store';
import type { Holder } from './holders';
import type { RetrievalRow, RetrievalShardRow } from './load';
import type { SegmentSurvey } from './survey';
import { lockRetrieval } from './transitions';

/** Bytes of a running request that no answer has reported yet; null if there are none. */
async function unreportedBytes(row: RetrievalShardRow): Promise<bigint | null> {
  const key = objectKeys.retrievalShard(row.retrievalId, row.segment, row.shard);
  const bytes = BigInt((await objectStore().stat(key))?.bytes ?? 0);
  return bytes > row.received ? bytes : null;
}

/** Marks holders without progress as stalled, unless their bytes are just arriving. */
async function markStalled(
  retrieval: RetrievalRow,
  surveys: readonly SegmentSurvey[],
): Promise<void> {
  const isStalled = (row: RetrievalShardRow) =>
    surveys[row.segment]?.decision.stalled.includes(row.shard);
  for (const row of retrieval.shards.filter(isStalled)) {
    const { retrievalId, segment, shard, progressAt } = row;
    const received = await unreportedBytes(row);
    await db().retrievalShard.updateMany({
      // Only if nothing was heard in between.
      where: { retrievalId, segment, shard, progressAt, status: { in: ['ASKED', 'RECEIVING'] } },
      data:
        received === null
          ? { status: 'STALLED', reason: 'No progress.' }
          : { received, progressAt: new Date() },
    });
  }
}

async function ask(
  retrieval: RetrievalRow,
  content: ContentDescription,
  holders: readonly Holder[],
): Promise<void> {
  const { id: retrievalId, deal } = retrieval;
  await db().$transaction(async (tx) => {
    if ((await lockRetrieval(tx, retrievalId)) !== 'FETCHING') return;
    for (const { segment, shard, slot, generation, node } of holders) {
      const bytes = BigInt(content.segments[segment]!.shardBytes);
      const fresh = { slot, generation, node, bytes, status: 'ASKED' as const };
      const reset = { ...fresh, received: 0n, reason: null, progressAt: new Date() };
      await tx.retrievalShard.upsert({
        where: { retrievalId_segment_shard: { retrievalId, segment, shard } },
        create: { retrievalId, segment, shard, ...fresh },
        update: reset,
      });
    }
    await notifyAll(
      tx,
      holders.map(({ slot, generation, node }) => ({
        recipient: node as Address,
        type: 'retrieval.requested',
        payload: { retrievalId, deal: deal.address, slot, generation },
        dedupeKey: `retrieval:${retrievalId}:${slot}:${generation}`,
      })),
    );
  });
}

/** Carries out what the surveys decided: stalled holders are marked, others asked. */
export async function askHolders(
  retrieval: RetrievalRow,
  content: ContentDescription,
  surveys: readonly SegmentSurvey[],
): Promise<void> {
  await markStalled(retrieval, surveys);
  const wanted = surveys.flatMap(({ holders, decision }) =>
    holders.filter((h) => decision.ask.includes(h.shard)),
  );
  if (wanted.length > 0) await ask(retrieval, content, wanted);
}
