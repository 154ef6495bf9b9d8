import { AppError } from '../errors';
import { payloadCapacity } from './capacity';

/** Slots of a deal are numbered with 16 bits. */
const MAX_SLOTS = 65_535;
/** The erasure code works in a field of 256 elements. */
const MAX_SHARDS = 255;

/** What to split and how. */
export interface PlanSegmentsOptions {
  /** Length of the (already encrypted) file in bytes, at least 1. */
  fileBytes: number;
  /** Shards that suffice to restore a segment. */
  k: number;
  /** Shards that are stored of each segment, at least k. */
  n: number;
  /** Sector sizes of the profile in bytes. */
  allowedSectorBytes: readonly number[];
}

/** One segment of a file. */
export interface Segment {
  index: number;
  /** First byte of the segment in the file. */
  offset: number;
  /** Bytes of the file in this segment. */
  length: number;
  /** Bytes of each of its n shards: ceil(length / k). */
  shardPayloadBytes: number;
}

/** How a file is laid out over the slots of a deal: slot = segment · n + shard. */
export interface SegmentPlan {
  /** One sector size for the whole deal. */
  sectorBytes: number;
  k: number;
  n: number;
  segments: Segment[];
}

function invalid(message: string, details: Record<string, number>): AppError {
  return new AppError('SECTOR_BAD_PLAN', message, { details });
}

/**
 * Chooses the sector size of a deal and cuts the file into segments: the fewest segments that the
 * largest allowed sector gives, then the smallest sector that still gives as few. All segments but
 * the last are full.
 *
 * @throws AppError `SECTOR_BAD_PLAN` for impossible numbers, `SECTOR_FILE_TOO_LARGE` over 65535 slots
 */
export function planSegments(options: PlanSegmentsOptions): SegmentPlan {
  const { fileBytes, k, n } = options;
  if (!Number.isSafeInteger(fileBytes) || fileBytes < 1) {
    throw invalid('A file has at least one byte.', { fileBytes });
  }
  if (!Number.isInteger(k) || !Number.isInteger(n) || k < 1 || n < k || n > MAX_SHARDS) {
    throw invalid('Redundancy needs 1 ≤ k ≤ n ≤ 255.', { k, n });
  }
  const sizes = [...options.allowedSectorBytes].sort((a, b) => a - b);
  const largest = sizes.at(-1);
  if (largest === undefined) throw invalid('No sector size is allowed.', {});
  const segmentsWith = (size: number) => Math.ceil(fileBytes / (k * payloadCapacity(size)));
  const count = segmentsWith(largest);
  if (count * n > MAX_SLOTS) {
    throw new AppError('SECTOR_FILE_TOO_LARGE', 'The file needs more slots than a deal can have.', {
      details: { fileBytes, slots: count * n },
    });
  }
  const sectorBytes = sizes.find((size) => segmentsWith(size) === count) ?? largest;
  const full = k * payloadCapacity(sectorBytes);
  const segments = Array.from({ length: count }, (_, index): Segment => {
    const offset = index * full;
    const length = Math.min(full, fileBytes - offset);
    return { index, offset, length, shardPayloadBytes: Math.ceil(length / k) };
  });
  return { sectorBytes, k, n, segments };
}
