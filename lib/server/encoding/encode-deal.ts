import type { Logger } from 'pino';
import { AppError } from '@/lib/core/errors';
import type { ContentDescription } from '@/lib/core/protocol/content';
import { contentHash } from '@/lib/core/protocol/content-hash';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import type { SegmentPlan } from '@/lib/core/sectors';
import { db, type Tx } from '@/lib/server/db';
import { enqueue } from '@/lib/server/jobs';
import { type DealRow, failDeal, jobKeys, moveDeal, withLockedDeal } from '@/lib/server/lifecycle';
import { objectStore } from '@/lib/server/object-store';
import { chooseShardCount, isImpossibleLayout, layoutOf } from '@/lib/server/planning';
import { storeSegment } from './encode-segment';

/** Who may stop the work, and where it tells of itself. */
export interface EncodeContext {
  signal: AbortSignal;
  log: Logger;
}

/** Keeps the chosen redundancy, so that a run after a crash cuts the file the same way. */
async function fixLayout(dealId: string): Promise<SegmentPlan | null> {
  const deal = await db().deal.findUnique({ where: { id: dealId } });
  if (deal?.status !== 'REQUESTED') return null;
  const choice = deal.n ?? (await chooseShardCount(deal));
  const fixed = await withLockedDeal(dealId, async (tx, locked) => {
    if (locked.status !== 'REQUESTED') return null;
    if (typeof choice !== 'number') {
      await failDeal(tx, locked, { code: 'NO_CAPACITY', message: choice.missing });
      return null;
    }
    const n = locked.n ?? choice;
    try {
      const plan = layoutOf(locked, n);
      const { sectorBytes } = plan;
      await tx.deal.update({ where: { id: dealId }, data: { n, sectorBytes } });
      return plan;
    } catch (error) {
      if (!isImpossibleLayout(error)) throw error;
      await failDeal(tx, locked, { code: 'LAYOUT_IMPOSSIBLE', message: error.shortMessage });
      return null;
    }
  });
  return fixed ?? null;
}

async function contentOf(tx: Tx, deal: DealRow, plan: SegmentPlan): Promise<ContentDescription> {
  const shards = await tx.shard.findMany({
    where: { dealId: deal.id },
    orderBy: [{ segment: 'asc' }, { index: 'asc' }],
  });
  const segments = plan.segments.map((segment) => ({
    offset: segment.offset,
    length: segment.length,
    shardBytes: segment.shardPayloadBytes,
    commD: shards
      .filter((shard) => shard.segment === segment.index)
      .map((shard) => shard.commD as `0x${string}`),
  }));
  const { sectorBytes, k, n } = plan;
  if (segments.some((segment) => segment.commD.length !== n)) {
    throw new AppError('INTERNAL', 'A segment is not encoded completely.');
  }
  const fileBytes = Number(deal.fileBytes);
  return { version: 1, encryption: 'none', fileBytes, k, n, sectorBytes, segments };
}

async function finish(dealId: string, plan: SegmentPlan): Promise<void> {
  await withLockedDeal(dealId, async (tx, deal) => {
    if (deal.status !== 'REQUESTED' || deal.n !== plan.n || deal.k !== plan.k) return;
    const content = await contentOf(tx, deal, plan);
    await moveDeal(tx, deal, 'ENCODED', { content, contentHash: contentHash(content) });
    await enqueue('plan', { dealId }, { singletonKey: jobKeys.plan(dealId), tx });
  });
}

/**
 * Turns a deal's upload into shards: REQUESTED → ENCODED, then a plan is asked for. n is what the
 * client wished, else what a first placement found; a plan with another n encodes again. Continues
 * after a crash with the first segment that is not complete; does nothing in any other status.
 */
export async function encodeDeal(dealId: string, context: EncodeContext): Promise<void> {
  const plan = await fixLayout(dealId);
  if (!plan) return;
  const { uploadId } = await db().deal.findUniqueOrThrow({ where: { id: dealId } });
  const { n, k, sectorBytes, segments } = plan;
  context.log.info({ dealId, n, k, sectorBytes, segments: segments.length }, 'encoding');
  try {
    await objectStore().withFile(objectKeys.upload(uploadId), async (uploadFile) => {
      for (const segment of segments) {
        context.signal.throwIfAborted();
        await storeSegment({ dealId, plan, segment, uploadFile, signal: context.signal });
      }
    });
  } catch (error) {
    if (!AppError.is(error, 'OBJECT_NOT_FOUND')) throw error;
    const message = 'The uploaded file is no longer there; upload it again.';
    await withLockedDeal(dealId, (tx, deal) =>
      failDeal(tx, deal, { code: 'UPLOAD_LOST', message }),
    );
    return;
  }
  await finish(dealId, plan);
}
