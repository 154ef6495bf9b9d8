import { randomUUID } from 'node:crypto';
import { AppError } from '@/lib/core/errors';
import type { Address } from '@/lib/core/protocol/primitives';
import { profiles } from '@/lib/core/protocol/profiles';
import { type UploadMetadata, uploadMetadata } from '@/lib/core/protocol/uploads';
import { db, type Tx } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { badRequest } from '@/lib/server/http';

const GIB = 1024n ** 3n;
/** Longest file. */
export const MAX_UPLOAD_BYTES = 64n * GIB;
/** Bytes of one wallet that nobody has paid for yet. */
export const WALLET_QUOTA_BYTES = 128n * GIB;

/** A deal in one of these has not been paid, so its file still counts against the quota. */
const UNPAID = ['REQUESTED', 'ENCODED', 'REVIEW', 'CONFIRMED', 'PUBLISHED', 'PENDING'] as const;

const ttlMs = () => profiles[serverEnv().profile].uploadTtlSeconds * 1000;

async function unpaidBytes(tx: Tx, owner: Address): Promise<bigint> {
  const { _sum } = await tx.upload.aggregate({
    _sum: { bytes: true },
    where: {
      owner,
      OR: [
        { status: { in: ['RECEIVING', 'COMPLETE'] }, expiresAt: { gt: new Date() } },
        { status: 'CONSUMED', deal: { status: { in: [...UNPAID] } } },
      ],
    },
  });
  return _sum.bytes ?? 0n;
}

function parseMetadata(raw: Record<string, string | null>): UploadMetadata {
  const given = Object.entries(raw).filter(([, value]) => value !== null);
  const parsed = uploadMetadata.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const { shortMessage, details } = badRequest(parsed.error);
  throw new AppError('UPLOAD_METADATA_INVALID', shortMessage, { details });
}

/**
 * Records a new upload of a wallet.
 * @throws AppError `UPLOAD_TOO_LARGE`, `UPLOAD_QUOTA`, `UPLOAD_METADATA_INVALID`
 */
export async function createUpload(
  owner: Address,
  bytes: bigint,
  metadata: Record<string, string | null>,
): Promise<string> {
  const { filename, filetype, encryption } = parseMetadata(metadata);
  if (bytes > MAX_UPLOAD_BYTES) {
    throw new AppError('UPLOAD_TOO_LARGE', 'One file may have 64 GiB at most.', {
      details: { maxBytes: MAX_UPLOAD_BYTES.toString() },
    });
  }
  const id = randomUUID();
  await db().$transaction(async (tx) => {
    // Two creations of one wallet at the same moment must see each other's bytes.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`quota:${owner}`}, 0))`;
    const used = await unpaidBytes(tx, owner);
    if (used + bytes > WALLET_QUOTA_BYTES) {
      throw new AppError('UPLOAD_QUOTA', 'Start or cancel other deals first.', {
        details: { usedBytes: used.toString(), quotaBytes: WALLET_QUOTA_BYTES.toString() },
      });
    }
    const expiresAt = new Date(Date.now() + ttlMs());
    const row = { id, owner, filename, contentType: filetype, encryption, bytes, expiresAt };
    await tx.upload.create({ data: row });
  });
  return id;
}

/**
 * The upload if it is the caller's.
 * @throws AppError `UPLOAD_NOT_FOUND`, `UPLOAD_FOREIGN`
 */
export async function ownUpload(tx: Tx, owner: Address, id: string) {
  const upload = await tx.upload.findUnique({ where: { id }, include: { deal: true } });
  if (!upload) throw new AppError('UPLOAD_NOT_FOUND', 'There is no such upload.');
  if (upload.owner !== owner) {
    throw new AppError('UPLOAD_FOREIGN', 'This upload belongs to another wallet.');
  }
  return upload;
}

/**
 * May this wallet read, continue or delete the upload?
 * @throws AppError `UPLOAD_NOT_FOUND`, `UPLOAD_FOREIGN`, `UPLOAD_EXPIRED`, `UPLOAD_USED`
 */
export async function authoriseUpload(owner: Address, id: string, method: string): Promise<void> {
  const upload = await ownUpload(db(), owner, id);
  const isOpen = upload.status === 'RECEIVING' || upload.status === 'COMPLETE';
  if (upload.status === 'EXPIRED' || (isOpen && upload.expiresAt <= new Date())) {
    throw new AppError('UPLOAD_EXPIRED', 'The upload has expired. Start it again.');
  }
  if (upload.status === 'CONSUMED' && method !== 'HEAD') {
    throw new AppError('UPLOAD_USED', 'The upload is part of a deal already.');
  }
}

/** Keeps the row in step with the stored bytes; it never goes back. */
export async function recordProgress(id: string, received: bigint): Promise<void> {
  await db().upload.updateMany({
    where: { id, status: 'RECEIVING', received: { lt: received } },
    data: { received },
  });
  await db().$executeRaw`
    UPDATE "Upload" SET "status" = 'COMPLETE', "completedAt" = now(),
      "expiresAt" = ${new Date(Date.now() + ttlMs())}
    WHERE "id" = ${id} AND "status" = 'RECEIVING' AND "received" = "bytes"`;
}

/** Forgets an upload that no deal uses. */
export async function forgetUpload(id: string): Promise<void> {
  await db().upload.deleteMany({ where: { id, deal: null } });
}
