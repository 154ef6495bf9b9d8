import { AppError } from '@/lib/core/errors';
import { maxSealProofBytes } from '@/lib/core/proofs';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { enqueue } from '@/lib/server/jobs';
import { jobKeys } from '@/lib/server/lifecycle';
import { objectStore } from '@/lib/server/object-store';
import { type ProofBody, readProof, sealParamsOf } from './proof-body';
import { heldSlot, type SlotRef, type SlotWithDeal } from './slot-rows';

/** Bodies kept of one generation: three preCommits allow few honest ones. */
const MAX_SUBMISSIONS = 12;
/** The follower sees a preCommit only when it is final, so OFFERED may be old news. */
const SEALING = ['OFFERED', 'PRECOMMITTED'];

const placeOf = ({ dealId, index, generation }: SlotWithDeal) => ({
  dealId,
  slot: index,
  generation,
});

async function assertMaySubmit(row: SlotWithDeal): Promise<void> {
  if (!SEALING.includes(row.state)) {
    throw new AppError('SLOT_WRONG_STATE', `The slot is ${row.state}; no PoRep is awaited.`, {
      details: { state: row.state },
    });
  }
  const count = await db().porepSubmission.count({ where: placeOf(row) });
  if (count < MAX_SUBMISSIONS) return;
  throw new AppError('PROOF_TOO_MANY', 'Too many proofs were sent for this slot.', {
    details: { max: MAX_SUBMISSIONS },
  });
}

/**
 * Records the body and has it verified if its digest is on chain already. The slot's row lock
 * orders this against the chain follower: whoever comes second sees the other and enqueues.
 */
async function record(row: SlotWithDeal, body: ProofBody, objectKey: string): Promise<string> {
  const { dealId, index, generation, node: operator } = row;
  return db().$transaction(async (tx) => {
    const place = { dealId, slot: index, generation, digest: body.digest };
    const locked = await tx.$queryRaw<{ proofDigest: string | null }[]>`
      SELECT "proofDigest" FROM "Slot"
      WHERE "dealId" = ${dealId} AND "index" = ${index} AND "generation" = ${generation}
      FOR UPDATE`;
    const submission = await tx.porepSubmission.upsert({
      where: { dealId_slot_generation_digest: place },
      create: { ...place, operator, objectKey, bytes: body.bytes.length },
      update: {},
    });
    const { id: submissionId } = submission;
    if (locked[0]?.proofDigest === body.digest && submission.status === 'RECEIVED') {
      await enqueue(
        'verify-porep',
        { submissionId },
        { singletonKey: jobKeys.porep(submissionId), tx },
      );
    }
    return submissionId;
  });
}

/**
 * Takes in the PoRep of a slot. The same body again answers with the same submission.
 * @throws AppError `SLOT_*`, `PROOF_*`, `SIGNATURE_INVALID`, `BODY_*`, `BAD_REQUEST`
 */
export async function takePorep(
  operator: Address,
  ref: SlotRef,
  request: Request,
): Promise<{ submissionId: string }> {
  const row = await heldSlot(operator, ref);
  const maxBytes = maxSealProofBytes(sealParamsOf(row.deal.sectorBytes ?? 0));
  const body = await readProof(request, operator, 0n, maxBytes);
  const earlier = await db().porepSubmission.findFirst({
    where: { ...placeOf(row), digest: body.digest },
    select: { id: true },
  });
  if (!earlier) await assertMaySubmit(row);
  const key = objectKeys.porep(ref.deal, ref.slot, ref.generation, body.digest);
  await objectStore().put(key, body.bytes);
  return { submissionId: await record(row, body, key) };
}
