import type { Hex } from '@/lib/core/deals';
import { AppError } from '@/lib/core/errors';
import { db, type Tx } from '@/lib/server/db';
import { logger } from '@/lib/server/logger';
import { verifyPosts } from '@/lib/server/verification';
import type { SlotProof } from './count-slots';

/** Key of a slot generation among all deals. */
export const proofKey = (slot: { dealId: string; slot: number; generation: number }) =>
  `${slot.dealId}/${slot.slot}/${slot.generation}`;

/** Judges what no job has judged yet: the period is over, and its verdicts must be complete. */
export async function verifyRest(period: bigint, signal?: AbortSignal): Promise<void> {
  const rest = await db().postSubmission.findMany({
    where: { period, verifiedAt: null },
    select: { id: true },
  });
  for (const { id } of rest) {
    signal?.throwIfAborted();
    try {
      await verifyPosts(id, signal);
    } catch (error) {
      if (!AppError.is(error, 'OBJECT_NOT_FOUND')) throw error;
      // Without its body the message says nothing; everybody else's period must still close.
      logger.error({ submissionId: id, err: error }, 'the body of a proof message is lost');
      await db().postSubmission.update({ where: { id }, data: { verifiedAt: new Date() } });
    }
  }
}

/** What was handed in for each slot in a period: an accepted proof where there is one. */
export async function periodProofs(tx: Tx, period: bigint): Promise<Map<string, SlotProof>> {
  const rows = await tx.postVerdict.findMany({
    where: { period, status: { in: ['ACCEPTED', 'REJECTED'] } },
    orderBy: { submissionId: 'asc' },
  });
  const proofs = new Map<string, SlotProof>();
  for (const row of rows) {
    const key = proofKey(row);
    if (proofs.get(key)?.accepted) continue;
    proofs.set(key, { digest: row.digest as Hex, accepted: row.status === 'ACCEPTED' });
  }
  return proofs;
}
