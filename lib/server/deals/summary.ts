import type { DealSummaryJson } from '@/lib/core/protocol/deals';
import type { Prisma } from '@/lib/server/db';

/** A deal with its upload, as the summaries need it. */
export type DealWithUpload = Prisma.DealGetPayload<{ include: { upload: true } }>;

/** Null columns are left out of the JSON. */
export const orNone = <T>(value: T | null): T | undefined => value ?? undefined;
/** uint64 columns as decimal text. */
export const periodText = (value: bigint | null) => value?.toString();

/** The part of a deal that lists show. */
export function dealSummaryJson(deal: DealWithUpload): DealSummaryJson {
  const { upload } = deal;
  return {
    dealId: deal.id,
    status: deal.status,
    failure: deal.failureCode ? { code: deal.failureCode, message: deal.failure ?? '' } : undefined,
    client: deal.client,
    createdAt: deal.createdAt.toISOString(),
    updatedAt: deal.updatedAt.toISOString(),
    uploadId: deal.uploadId,
    file: {
      name: upload.filename,
      contentType: upload.contentType,
      bytes: Number(deal.fileBytes),
      encryption: upload.encryption,
    },
    tier: deal.tier as DealSummaryJson['tier'],
    durationPeriods: deal.durationPeriods,
    k: deal.k,
    n: orNone(deal.n),
    sectorBytes: orNone(deal.sectorBytes),
    address: orNone(deal.address),
    startPeriod: periodText(deal.startPeriod),
    endPeriod: periodText(deal.endPeriod),
    accrualEnd: periodText(deal.accrualEnd),
    fundedUntil: periodText(deal.fundedUntil),
  };
}
