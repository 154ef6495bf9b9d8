import { db } from '@/lib/server/db';
import { withLockedDeal } from '@/lib/server/lifecycle';
import { logger } from '@/lib/server/logger';
import { judgePorep, type PorepRow, type PorepVerdict } from './judge-porep';
import { recordVerdicts } from './record-poreps';

/** Most verdicts in one transaction. */
const BATCH = 24;

/** One that cannot be judged must not hold up the others of its deal; its own job tells why. */
async function judgeOther(submission: PorepRow, signal: AbortSignal): Promise<PorepVerdict | null> {
  try {
    return await judgePorep(submission, signal);
  } catch (error) {
    signal.throwIfAborted();
    logger.warn({ submissionId: submission.id, err: error }, 'a PoRep cannot be judged now');
    return null;
  }
}

/**
 * Checks every PoRep of a submission's deal that is ready and records the verdicts in one
 * transaction, so that proofs that arrive together cost one message. What is not ready yet (no
 * finalised CommitProved with the same digest) waits for the follower to ask again.
 */
export async function verifyPoreps(submissionId: string, signal: AbortSignal): Promise<void> {
  const asked = await db().porepSubmission.findUnique({ where: { id: submissionId } });
  if (asked?.status !== 'RECEIVED') return;
  const waiting = await db().porepSubmission.findMany({
    where: { dealId: asked.dealId, status: 'RECEIVED' },
    orderBy: { receivedAt: 'asc' },
  });
  const others = waiting.filter((row) => row.id !== asked.id);
  const verdicts: PorepVerdict[] = [];
  for (const submission of [asked, ...others]) {
    if (verdicts.length >= BATCH) break;
    const verdict =
      submission === asked
        ? await judgePorep(submission, signal)
        : await judgeOther(submission, signal);
    if (verdict) verdicts.push(verdict);
  }
  if (verdicts.length === 0) return;
  await withLockedDeal(asked.dealId, (tx, deal) => recordVerdicts(tx, deal, verdicts));
}
