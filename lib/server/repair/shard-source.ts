import type { Tx } from '@/lib/server/db';
import type { Retrieval } from '@/lib/server/db/generated/client';
import { enqueue } from '@/lib/server/jobs';
import { profile, withLockedDeal } from '@/lib/server/lifecycle';
import { retrieveJobKey } from '@/lib/server/retrieval/job-key';

/** Retrievals that serve a repair belong to nobody: nobody is told of them. */
const NOBODY = '0x0000000000000000000000000000000000000000';
const UNDER_WAY = ['REQUESTED', 'FETCHING', 'DECODING'] as const;
/** A restored file that expires sooner could vanish while it is read. */
const SAFETY_MS = 600_000;

/** After a failure the holders are left alone for so many stall times. */
const REST_STALLS = 30;

/** True if an own retrieval failed a short while ago: asking at once again would not help. */
async function failedJustNow(tx: Tx, dealId: string): Promise<boolean> {
  const since = new Date(Date.now() - REST_STALLS * profile().retrievalStallSeconds * 1000);
  const where = { dealId, requester: NOBODY, status: 'FAILED' as const, createdAt: { gt: since } };
  return (await tx.retrieval.findFirst({ where, select: { id: true } })) !== null;
}

async function usable(tx: Tx, dealId: string): Promise<Retrieval | null> {
  const expiresAt = { gt: new Date(Date.now() + SAFETY_MS) };
  const ready = await tx.retrieval.findFirst({ where: { dealId, status: 'READY', expiresAt } });
  if (ready) return ready;
  return tx.retrieval.findFirst({ where: { dealId, status: { in: [...UNDER_WAY] } } });
}

/**
 * The restored file of a deal out of which lost shards can be made again: an own retrieval is begun
 * where there is none, and null returned until it is ready.
 */
export async function restoredFile(dealId: string): Promise<Retrieval | null> {
  const retrieval = await withLockedDeal(dealId, async (tx) => {
    const known = await usable(tx, dealId);
    if (known) return known;
    if (await failedJustNow(tx, dealId)) return null;
    const created = await tx.retrieval.create({ data: { dealId, requester: NOBODY } });
    const { id: retrievalId } = created;
    await enqueue('retrieve', { retrievalId }, { singletonKey: retrieveJobKey(retrievalId), tx });
    return created;
  });
  return retrieval?.status === 'READY' ? retrieval : null;
}
