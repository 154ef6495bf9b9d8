import { Prisma, type Tx } from '@/lib/server/db';
import { enqueue } from '@/lib/server/jobs';
import { type DealRow, jobKeys, moveDeal } from '@/lib/server/lifecycle';

/** Redundancy that the shards in the object store do not have. */
export interface NewShape {
  tier: string;
  k: number;
  n: number;
  requestedN: number | null;
}

/** The waiting plan job is brought forward by the encode job; this is for the case that it is not. */
const FALLBACK_SECONDS = 3600;

/**
 * Sends a locked deal back to encoding with another k or n, and leaves a plan job that waits for
 * it, so that exclusions survive. Old shards without a row are collected as garbage.
 */
export async function reEncode(
  tx: Tx,
  deal: DealRow,
  shape: NewShape,
  exclude: readonly string[],
): Promise<void> {
  const dealId = deal.id;
  await tx.segment.deleteMany({ where: { dealId } });
  await moveDeal(tx, deal, 'REQUESTED', {
    ...shape,
    sectorBytes: null,
    content: Prisma.DbNull,
    contentHash: null,
  });
  await enqueue('encode', { dealId }, { singletonKey: jobKeys.encode(dealId), tx });
  // A plan job that waits already knows nothing of the new wishes, and would take the place.
  await tx.$executeRaw`
    DELETE FROM pgboss.job WHERE "name" = 'plan' AND "state" = 'created'
      AND "singleton_key" = ${jobKeys.plan(dealId)}`;
  const startAfterSeconds = FALLBACK_SECONDS;
  const payload = { dealId, exclude: [...exclude] };
  await enqueue('plan', payload, { singletonKey: jobKeys.plan(dealId), startAfterSeconds, tx });
}
