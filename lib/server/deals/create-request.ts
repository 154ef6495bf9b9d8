import { AppError } from '@/lib/core/errors';
import type { RequestStorage } from '@/lib/core/protocol/deals';
import type { Address } from '@/lib/core/protocol/primitives';
import { db, type Tx, toDecimal } from '@/lib/server/db';
import { enqueue } from '@/lib/server/jobs';
import { jobKeys, profile } from '@/lib/server/lifecycle';
import { ownUpload } from '@/lib/server/uploads';
import { assertNoPendingDeal } from './pending-quota';

function assertDuration(periods: number): void {
  const { minDurationPeriods: min, maxDurationPeriods: max } = profile();
  if (periods >= min && periods <= max) return;
  throw new AppError('DURATION_OUT_OF_RANGE', `A deal lasts ${min} to ${max} periods.`, {
    details: { min, max, actual: periods },
  });
}

/** The wallet's complete and unused upload, now taken for a deal. */
async function takeUpload(tx: Tx, client: Address, uploadId: string) {
  const upload = await ownUpload(tx, client, uploadId);
  if (upload.status === 'CONSUMED') {
    throw new AppError('UPLOAD_USED', 'This upload is part of a deal already.', {
      details: { dealId: upload.deal?.id ?? null },
    });
  }
  if (upload.status === 'EXPIRED' || upload.expiresAt <= new Date()) {
    throw new AppError('UPLOAD_EXPIRED', 'The upload has expired. Upload the file again.');
  }
  if (upload.status !== 'COMPLETE') {
    throw new AppError('UPLOAD_INCOMPLETE', 'Finish the upload first.', {
      details: { received: upload.received.toString(), bytes: upload.bytes.toString() },
    });
  }
  const { count } = await tx.upload.updateMany({
    where: { id: uploadId, status: 'COMPLETE' },
    data: { status: 'CONSUMED' },
  });
  if (count === 1) return upload;
  throw new AppError('UPLOAD_USED', 'This upload is part of a deal already.');
}

/**
 * Makes a deal of an upload and has it encoded.
 * @throws AppError `DURATION_OUT_OF_RANGE`, `UPLOAD_*`, `DEAL_TOO_MANY_PENDING`
 */
export async function createRequest(client: Address, request: RequestStorage) {
  assertDuration(request.durationPeriods);
  return db().$transaction(async (tx) => {
    await assertNoPendingDeal(tx, client);
    const upload = await takeUpload(tx, client, request.uploadId);
    const deal = await tx.deal.create({
      data: {
        client,
        uploadId: upload.id,
        tier: request.tier,
        durationPeriods: request.durationPeriods,
        fileBytes: upload.bytes,
        k: request.dataShards ?? profile().defaultDataShards,
        n: request.totalShards ?? null,
        requestedN: request.totalShards ?? null,
        maxRate: request.maxRate === undefined ? null : toDecimal(request.maxRate),
      },
    });
    const dealId = deal.id;
    await enqueue('encode', { dealId }, { singletonKey: jobKeys.encode(dealId), tx });
    return { dealId, status: deal.status };
  });
}
