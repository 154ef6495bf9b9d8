import { AppError } from '@/lib/core/errors';
import {
  decodePoStMessage,
  isSkipped,
  MAX_POST_ENTRIES,
  type PoStEntry,
  windowPostProofBytes,
} from '@/lib/core/proofs';
import type { PostAccepted } from '@/lib/core/protocol/agents';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { enqueue } from '@/lib/server/jobs';
import { jobKeys, profile } from '@/lib/server/lifecycle';
import { objectStore } from '@/lib/server/object-store';
import { assertPeriodOpen, holdPeriodOpen } from './post-window';
import { type ProofBody, readProof, sealParamsOf } from './proof-body';
import { findSlot, type SlotRow } from './slot-rows';

/** Messages of one node for one period: one, and a few for slots that came late. */
const MAX_MESSAGES = 8;
const ENTRY_HEADER_BYTES = 28;
const MESSAGE_HEADER_BYTES = 8;
/** Room for entries of slots that ended meanwhile. */
const SPARE_ENTRIES = 16;

type Rejected = PostAccepted['rejected'][number];

/** Longest message that this node can have a reason to send. */
async function maxMessageBytes(operator: Address): Promise<number> {
  const slots = await db().slot.count({ where: { node: operator, state: 'LIVE' } });
  const largest = Math.max(...profile().sectorBytes);
  const entry = ENTRY_HEADER_BYTES + windowPostProofBytes(sealParamsOf(largest));
  return MESSAGE_HEADER_BYTES + Math.min(slots + SPARE_ENTRIES, MAX_POST_ENTRIES) * entry;
}

function reasonAgainst(
  operator: Address,
  period: bigint,
  slot: SlotRow | null,
): Rejected['reason'] | null {
  if (!slot) return 'unknown-slot';
  if (slot.node !== operator) return 'not-your-slot';
  if (slot.state === 'LIVE') return null;
  if (slot.state !== 'ENDED' || slot.start === null) return 'not-live';
  return slot.end !== null && period <= slot.end ? null : 'after-end';
}

async function sortEntries(operator: Address, period: bigint, entries: PoStEntry[]) {
  const rejected: Rejected[] = [];
  let skipped = 0;
  for (const entry of entries) {
    const { deal, slot, generation } = entry;
    const row = await findSlot({ deal, slot, generation });
    const reason = reasonAgainst(operator, period, row);
    if (reason) rejected.push({ deal, slot, generation, reason });
    else if (isSkipped(entry)) skipped++;
  }
  return { accepted: entries.length - rejected.length - skipped, skipped, rejected };
}

async function record(operator: Address, period: bigint, body: ProofBody, objectKey: string) {
  await db().$transaction(async (tx) => {
    await holdPeriodOpen(tx, period);
    const place = { period, operator, digest: body.digest };
    const row = await tx.postSubmission.upsert({
      where: { period_operator_digest: place },
      create: { ...place, objectKey, bytes: body.bytes.length },
      update: {},
    });
    if (row.verifiedAt) return;
    const submissionId = row.id;
    await enqueue(
      'verify-post',
      { submissionId },
      { singletonKey: jobKeys.post(submissionId), tx },
    );
  });
}

async function assertFewMessages(operator: Address, period: bigint): Promise<void> {
  const count = await db().postSubmission.count({ where: { operator, period } });
  if (count < MAX_MESSAGES) return;
  throw new AppError('PROOF_TOO_MANY', 'Too many messages were sent for this period.', {
    details: { max: MAX_MESSAGES },
  });
}

/**
 * Takes in a node's PoSts of one period; each sector is judged for intake by itself, the proofs are
 * verified later. The same message again gives the same answer.
 * @throws AppError `PROOF_*`, `PROOF_BAD_POST_MESSAGE`, `SIGNATURE_INVALID`, `BODY_*`, `BAD_REQUEST`
 */
export async function takePosts(
  operator: Address,
  period: bigint,
  request: Request,
): Promise<PostAccepted> {
  await assertPeriodOpen(period);
  const body = await readProof(request, operator, period, await maxMessageBytes(operator));
  const result = await sortEntries(operator, period, decodePoStMessage(body.bytes));
  if (result.accepted + result.skipped === 0) return result;
  const earlier = await db().postSubmission.findFirst({
    where: { operator, period, digest: body.digest },
    select: { id: true },
  });
  if (!earlier) await assertFewMessages(operator, period);
  const key = objectKeys.post(period, operator, body.digest);
  await objectStore().put(key, body.bytes);
  await record(operator, period, body, key);
  return result;
}
