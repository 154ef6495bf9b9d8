import { AppError } from '@/lib/core/errors';

const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** Keys are plain path segments that cannot climb, hide or start with a dot. */
export function assertKey(key: string): void {
  if (key.length <= 512 && KEY.test(key)) return;
  throw new AppError('OBJECT_KEY_INVALID', 'An object key is not valid.', { details: { key } });
}

export function notFound(key: string, cause?: unknown): AppError {
  return new AppError('OBJECT_NOT_FOUND', 'The stored object is missing.', {
    cause,
    details: { key },
  });
}
