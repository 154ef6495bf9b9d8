import { keccak256 } from 'viem';
import type { Hex, VerifyResult } from '@/lib/core/proofs';
import { db, type Tx } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';
import { sealInputs } from './public-inputs';
import { verifiers } from './verifier';

export type PorepRow = NonNullable<Awaited<ReturnType<Tx['porepSubmission']['findUnique']>>>;

/** The verifier's word on one PoRep body. */
export interface PorepVerdict {
  submission: PorepRow;
  accepted: boolean;
  reason: string | null;
}

/** A slot that waits for the word on `proofDigest`, with its deal. */
async function waitingSlot(submission: PorepRow) {
  const { dealId, slot: index, generation } = submission;
  const slot = await db().slot.findUnique({
    where: { dealId_index_generation: { dealId, index, generation } },
    include: { deal: true },
  });
  const isWaiting = slot?.state === 'PRECOMMITTED' && slot.proofDigest === submission.digest;
  return isWaiting ? slot : null;
}

/**
 * Checks one PoRep against what the chain says of its slot. Null until the finalised chain has the
 * same digest: the follower asks again when it sees it.
 */
export async function judgePorep(
  submission: PorepRow,
  signal: AbortSignal,
): Promise<PorepVerdict | null> {
  const slot = await waitingSlot(submission);
  const deal = slot?.deal;
  if (!slot?.commR || !slot.beaconValue || !deal?.address || !deal.publicationSeed) return null;
  if (!deal.sectorBytes) return null;
  const proof = await objectStore().bytes(submission.objectKey);
  const inputs = sealInputs(
    {
      deal: deal.address as Hex,
      slot: slot.index,
      generation: slot.generation,
      node: slot.node as Hex,
      sectorBytes: deal.sectorBytes,
      commD: slot.commD as Hex,
      commR: slot.commR as Hex,
    },
    { publicationSeed: deal.publicationSeed as Hex, beaconValue: slot.beaconValue as Hex },
  );
  const isItself = keccak256(proof) === submission.digest;
  const result: VerifyResult | { ok: false; reason: 'digest-mismatch' } = isItself
    ? await verifiers().verifySeal({ ...inputs, proof }, signal)
    : { ok: false, reason: 'digest-mismatch' };
  return { submission, accepted: result.ok, reason: result.ok ? null : result.reason };
}
