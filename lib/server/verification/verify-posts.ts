import { AppError } from '@/lib/core/errors';
import {
  decodePoStMessage,
  type Hex,
  isSkipped,
  type PoStEntry,
  proofDigest,
} from '@/lib/core/proofs';
import { db, type Prisma, type Tx } from '@/lib/server/db';
import { logger } from '@/lib/server/logger';
import { objectStore } from '@/lib/server/object-store';
import { periodSeed } from '@/lib/server/periods/period-seed';
import { type HeldSlot, heldKey, heldSlots } from './held-slots';
import { issueReceipts } from './issue-receipts';
import { postInputs } from './public-inputs';
import { verifiers } from './verifier';

type SubmissionRow = NonNullable<Awaited<ReturnType<Tx['postSubmission']['findUnique']>>>;
type VerdictData = Prisma.PostVerdictCreateManyInput;

function entriesOf(submission: SubmissionRow, body: Uint8Array): PoStEntry[] {
  try {
    return decodePoStMessage(body);
  } catch (error) {
    if (!AppError.is(error)) throw error;
    logger.warn({ submissionId: submission.id, code: error.code }, 'unreadable PoSt message');
    return [];
  }
}

async function judge(
  submission: SubmissionRow,
  entry: PoStEntry,
  slot: HeldSlot,
  seed: Hex,
  signal?: AbortSignal,
): Promise<VerdictData> {
  const verdict = {
    submissionId: submission.id,
    dealId: slot.dealId,
    slot: slot.slot,
    generation: slot.generation,
    period: submission.period,
    digest: proofDigest(entry.proof),
  };
  if (isSkipped(entry)) return { ...verdict, status: 'SKIPPED' };
  const input = { ...postInputs(slot, seed), proof: entry.proof };
  const result = await verifiers().verifyWindowPoSt(input, signal);
  return result.ok
    ? { ...verdict, status: 'ACCEPTED' }
    : { ...verdict, status: 'REJECTED', reason: result.reason };
}

/** A proof in a message, and the slot of its sender that it is about. */
interface HeldEntry {
  entry: PoStEntry;
  slot: HeldSlot;
}

async function heldEntries(submission: SubmissionRow): Promise<HeldEntry[]> {
  const entries = entriesOf(submission, await objectStore().bytes(submission.objectKey));
  const held = await heldSlots(submission.operator);
  return entries.flatMap((entry) => {
    const slot = held.get(heldKey(entry));
    return slot ? [{ entry, slot }] : [];
  });
}

/** What became of a message; `too-early` while the seed of its period is not final. */
export type PostOutcome = 'done' | 'too-early';

/** Null for a void period, undefined while nobody can tell. */
async function knownSeed(period: bigint): Promise<Hex | null | undefined> {
  const seed = await periodSeed(period);
  if (seed !== null) return seed;
  const row = await db().period.findUnique({ where: { index: period } });
  return row?.status === 'VOID' ? null : undefined;
}

/**
 * Gives receipts for a node's message, then checks every proof in it and keeps a verdict on each
 * sector that the node holds. Receipts do not wait for the seed: they say that the proofs came in
 * time and have the form of proofs, not that they are right. A message for a void period is set aside without verdicts.
 */
export async function verifyPosts(
  submissionId: string,
  signal?: AbortSignal,
): Promise<PostOutcome> {
  const submission = await db().postSubmission.findUnique({ where: { id: submissionId } });
  if (!submission || submission.verifiedAt !== null) return 'done';
  const { id, period } = submission;
  const entries = await heldEntries(submission);
  const proofs = entries.filter(({ entry }) => !isSkipped(entry));
  await issueReceipts(submission, proofs);
  const seed = await knownSeed(period);
  if (seed === undefined) return 'too-early';
  const verdicts =
    seed === null
      ? []
      : await Promise.all(
          entries.map(({ entry, slot }) => judge(submission, entry, slot, seed, signal)),
        );
  await db().$transaction([
    db().postVerdict.createMany({ data: verdicts, skipDuplicates: true }),
    db().postSubmission.update({ where: { id }, data: { verifiedAt: new Date() } }),
  ]);
  return 'done';
}
