import { AppError } from '@/lib/core/errors';

/** For a cursor that this list never gave out. */
export function badCursor(): AppError {
  return new AppError('BAD_REQUEST', 'The cursor is not from this list.');
}

/** Packs the sort key of a page's last row; opaque to callers. */
export function encodeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws AppError `BAD_REQUEST` unless it is a cursor with `count` parts */
export function decodeCursor(cursor: string, count: number): string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isRight = Array.isArray(parts) && parts.length === count;
    if (isRight && parts.every((part) => typeof part === 'string')) return parts;
  } catch {
    // falls through to the same answer as a well-formed cursor of another list
  }
  throw badCursor();
}
