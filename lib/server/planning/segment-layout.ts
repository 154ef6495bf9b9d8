import { AppError } from '@/lib/core/errors';
import { planSegments, type SegmentPlan } from '@/lib/core/sectors';
import { type DealRow, profile } from '@/lib/server/lifecycle';

/**
 * How a deal's file is cut; the same whenever asked with the same n.
 *
 * @throws AppError `SECTOR_BAD_PLAN`, `SECTOR_FILE_TOO_LARGE`
 */
export function layoutOf(deal: DealRow, n: number): SegmentPlan {
  const fileBytes = Number(deal.fileBytes);
  return planSegments({ fileBytes, k: deal.k, n, allowedSectorBytes: profile().sectorBytes });
}

/** Codes of `planSegments` that no retry can cure. */
export function isImpossibleLayout(error: unknown): error is AppError {
  return AppError.is(error, 'SECTOR_BAD_PLAN') || AppError.is(error, 'SECTOR_FILE_TOO_LARGE');
}
