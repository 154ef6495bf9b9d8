import { db } from '@/lib/server/db';
import { wakeJob } from '@/lib/server/jobs';
import { retrieveJobKey } from './job-key';

/** Coordinates of a shard in a retrieval. */
export interface ArrivingShard {
  retrievalId: string;
  segment: number;
  shard: number;
}

const OPEN = ['ASKED', 'RECEIVING', 'STALLED'] as const;

/** The first `received` bytes of a shard are stored; a complete one is looked at by the job. */
export async function recordArrival(ref: ArrivingShard, received: bigint): Promise<void> {
  const { retrievalId, segment, shard } = ref;
  const where = { retrievalId, segment, shard, status: { in: [...OPEN] } };
  const row = await db().retrievalShard.findFirst({ where });
  if (!row) return;
  const isComplete = received >= row.bytes;
  const isNew = received > row.received || isComplete;
  await db().retrievalShard.updateMany({
    where,
    data: isNew
      ? {
          received,
          progressAt: new Date(),
          status: isComplete ? 'RECEIVED' : 'RECEIVING',
          reason: null,
        }
      : {},
  });
  // Mostly its job is running; if it waits for computers to come back, it need not any longer.
  if (isComplete) await wakeJob('retrieve', retrieveJobKey(retrievalId));
}

/** An upload of this shard begins (again), or is gone. */
export async function resetArrival(
  { retrievalId, segment, shard }: ArrivingShard,
  status: 'ASKED' | 'RECEIVING',
): Promise<void> {
  await db().retrievalShard.updateMany({
    where: { retrievalId, segment, shard, status: { in: [...OPEN] } },
    data: { status, received: 0n, progressAt: new Date(), reason: null },
  });
}
