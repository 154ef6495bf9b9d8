import { readVerdicts } from '@/lib/core/deals';
import { AppError } from '@/lib/core/errors';
import { decodePoStMessage } from '@/lib/core/proofs';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';

function none(period: bigint, cause?: unknown): AppError {
  return new AppError('VERDICTS_NOT_FOUND', 'There are no verdicts for this period.', {
    cause,
    details: { period: period.toString() },
  });
}

/** A period whose file belongs to a committed row; a file alone may be a crashed job's. */
async function publishedPeriod(period: bigint) {
  const row = await db().period.findUnique({ where: { index: period } });
  if (!row?.root || !row.manifestHash) throw none(period);
  return { root: row.root, manifestHash: row.manifestHash, posted: row.status === 'POSTED' };
}

async function fileOf(period: bigint): Promise<Uint8Array> {
  try {
    return await objectStore().bytes(objectKeys.verdicts(period));
  } catch (error) {
    throw AppError.is(error, 'OBJECT_NOT_FOUND') ? none(period, error) : error;
  }
}

/**
 * The verdict file byte for byte, so that its keccak256 is the manifest hash on chain.
 * @throws AppError `VERDICTS_NOT_FOUND`
 */
export async function verdictsResponse(period: bigint): Promise<Response> {
  const { manifestHash, posted } = await publishedPeriod(period);
  const bytes = await fileOf(period);
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': String(bytes.length),
      ETag: `"${manifestHash}"`,
      'Cache-Control': posted ? 'public, max-age=3600' : 'no-store',
    },
  });
}

/** Which leaf is asked for. */
export interface LeafRef {
  period: bigint;
  deal: Address;
  slot: number;
  generation: number;
}

/**
 * One leaf and the path to the period's root.
 * @throws AppError `VERDICTS_NOT_FOUND`, `SLOT_NOT_FOUND`
 */
export async function verdictLeafJson(ref: LeafRef) {
  const { period } = ref;
  const { posted } = await publishedPeriod(period);
  const { tree } = readVerdicts(await fileOf(period));
  const found = tree.find(ref.deal, ref.slot, ref.generation);
  if (!found) throw new AppError('SLOT_NOT_FOUND', 'The period has no leaf of this slot.');
  const { deal, slot, generation, fulfilments, commitments } = found.leaf;
  const { provenPeriods, lastAccepted } = found.leaf;
  return {
    period: period.toString(),
    root: tree.root,
    posted,
    leaf: [
      deal,
      slot,
      generation,
      provenPeriods.toString(),
      fulfilments,
      commitments,
      lastAccepted.toString(),
    ],
    path: found.path,
  };
}

/** The slot's entry in a message that is kept, or null when the message has been deleted. */
async function proofIn(objectKey: string, ref: LeafRef): Promise<Uint8Array | null> {
  try {
    const entries = decodePoStMessage(await objectStore().bytes(objectKey));
    const isAsked = (entry: (typeof entries)[number]) =>
      entry.deal === ref.deal && entry.slot === ref.slot && entry.generation === ref.generation;
    return entries.find(isAsked)?.proof ?? null;
  } catch (error) {
    if (AppError.is(error, 'OBJECT_NOT_FOUND')) return null;
    throw error;
  }
}

/**
 * The body of the proof whose digest the verdict file names, for seven days, so that a stranger
 * can verify it. Nothing is shown before the period is closed.
 * @throws AppError `VERDICTS_NOT_FOUND`, `SLOT_NOT_FOUND`, `PROOF_NOT_FOUND`
 */
export async function verdictProofResponse(ref: LeafRef): Promise<Response> {
  const { period, deal, slot, generation } = ref;
  await publishedPeriod(period);
  const { entries } = readVerdicts(await fileOf(period)).file;
  const entry = entries.find(
    ({ leaf }) => leaf.deal === deal && leaf.slot === slot && leaf.generation === generation,
  );
  if (!entry) throw new AppError('SLOT_NOT_FOUND', 'The period has no leaf of this slot.');
  const row = await db().deal.findFirst({ where: { address: deal }, select: { id: true } });
  const judged =
    entry.digest && row
      ? await db().postVerdict.findFirst({
          where: { period, dealId: row.id, slot, generation, digest: entry.digest },
          include: { submission: true },
        })
      : null;
  const proof = judged && (await proofIn(judged.submission.objectKey, ref));
  if (!proof) {
    throw new AppError('PROOF_NOT_FOUND', 'There was no proof, or it is older than seven days.');
  }
  return new Response(proof as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(proof.length),
      ETag: `"${entry.digest}"`,
      'Cache-Control': 'public, max-age=3600',
    },
  });
}
