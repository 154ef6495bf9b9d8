import { AppError } from '@/lib/core/errors';
import { db } from '@/lib/server/db';
import { logger } from '@/lib/server/logger';
import { verifyPosts } from '@/lib/server/verification';

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
