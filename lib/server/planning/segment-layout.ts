import { AppError } from '@/lib/core/errors';
import { planSegments, type SegmentPlan } from '@/lib/core/sectors';
import { type DealRow, profile } from '@/lib/server/lifecycle';

/**
 * How a deal's file is cut; the same whenever asked with the same n.
 *
 * @throws AppError `sector.bad-plan`, `sector.file-too-large`
 */
export function layoutOf(deal: DealRow, n: number): SegmentPlan {
  const fileBytes = Number(deal.fileBytes);
  return planSegments({ fileBytes, k: deal.k, n, allowedSectorBytes: profile().sectorBytes });
}

/** Codes of `planSegments` that no retry can cure. */
export function isImpossibleLayout(error: unknown): error is AppError {
  return AppError.is(error, 'sector.bad-plan') || AppError.is(error, 'sector.file-too-large');
}
