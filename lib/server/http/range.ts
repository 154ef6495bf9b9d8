import { AppError } from '@/lib/core/errors';

/** Both ends included, as in HTTP. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Reads a `Range` header for something of `size` bytes: `null` without one, and for several ranges
 * or other units, which HTTP lets a server ignore.
 * @throws AppError `RANGE_NOT_SATISFIABLE`
 */
export function parseRange(header: string | null, size: number): ByteRange | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const isSuffix = match[1] === '';
  const start = isSuffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = isSuffix || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (start > end || start >= size) {
    throw new AppError('RANGE_NOT_SATISFIABLE', `There are ${size} bytes.`, { details: { size } });
  }
  return { start, end };
}

/** Headers of a full (200) or partial (206) answer. */
export function rangeHeaders(range: ByteRange | null, size: number): Record<string, string> {
  const length = range ? range.end - range.start + 1 : size;
  return {
    'Accept-Ranges': 'bytes',
    'Content-Length': String(length),
    ...(range ? { 'Content-Range': `bytes ${range.start}-${range.end}/${size}` } : {}),
  };
}
