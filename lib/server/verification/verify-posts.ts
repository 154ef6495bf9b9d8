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
import { type ProvenSlot, postInputs } from './public-inputs';
import { verifiers } from './verifier';

type SubmissionRow = NonNullable<Awaited<ReturnType<Tx['postSubmission']['findUnique']>>>;
type VerdictData = Prisma.PostVerdictCreateManyInput;

/** A slot that `operator` holds or held live, with its deal's row id. */
interface HeldSlot extends ProvenSlot {
  dealId: string;
}

const keyOf = (slot: { deal: string; slot: number; generation: number }) =>
  `${slot.deal.toLowerCase()}/${slot.slot}/${slot.generation}`;

async function heldSlots(operator: string): Promise<Map<string, HeldSlot>> {
  const rows = await db().slot.findMany({
    where: { node: operator, start: { not: null }, commR: { not: null } },
    include: { deal: { select: { address: true, sectorBytes: true } } },
  });
  const held = rows.flatMap((row): HeldSlot[] => {
    const { address, sectorBytes } = row.deal;
    if (!address || !sectorBytes || !row.commR) return [];
    return [
      {
        dealId: row.dealId,
        deal: address as Hex,
        slot: row.index,
        generation: row.generation,
        node: row.node as Hex,
        sectorBytes,
        commD: row.commD as Hex,
        commR: row.commR as Hex,
      },
    ];
  });
  return new Map(held.map((slot) => [keyOf(slot), slot]));
}

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

async function verdictsOn(
  submission: SubmissionRow,
  seed: Hex,
  signal?: AbortSignal,
): Promise<VerdictData[]> {
  const entries = entriesOf(submission, await objectStore().bytes(submission.objectKey));
  const held = await heldSlots(submission.operator);
  const judged = entries.flatMap((entry) => {
    const slot = held.get(keyOf(entry));
    return slot ? [judge(submission, entry, slot, seed, signal)] : [];
  });
  return Promise.all(judged);
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
 * Checks every proof in one node's message and keeps a verdict on each sector that the node holds.
 * A message for a void period is set aside without verdicts.
 */
export async function verifyPosts(
  submissionId: string,
  signal?: AbortSignal,
): Promise<PostOutcome> {
  const submission = await db().postSubmission.findUnique({ where: { id: submissionId } });
  if (!submission || submission.verifiedAt !== null) return 'done';
  const { id, period } = submission;
  const seed = await knownSeed(period);
  if (seed === undefined) return 'too-early';
  const verdicts = seed === null ? [] : await verdictsOn(submission, seed, signal);
  await db().$transaction([
    db().postVerdict.createMany({ data: verdicts, skipDuplicates: true }),
    db().postSubmission.update({ where: { id }, data: { verifiedAt: new Date() } }),
  ]);
  return 'done';
}
