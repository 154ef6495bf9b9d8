import { DetailedError, type HttpRequest, type HttpResponse } from 'tus-js-client';
import { problem } from '@/lib/core/protocol/problem';
import type { UploadFailure } from './types';

const HTTP_UNAUTHENTICATED = 401;
const HTTP_FIRST_REFUSAL = 300;
const HTTP_LOCKED = 423;
const HTTP_TOO_MANY = 429;
const HTTP_CONFLICT = 409;
const HTTP_SERVER = 500;
/** The upload expired, was deleted or is somebody else's: there is nothing to go on with. */
const HTTP_GONE: readonly number[] = [403, 404, 410];

/** The portal would not say how far an upload is, though it may still have it. */
class NotTold extends Error {
  constructor(readonly status: number) {
    super(`The portal answered with status ${status}.`);
  }
}

/**
 * tus takes any refusal of its question how far an upload is for the loss of it, and begins anew.
 * This stops it where the portal only does not answer now: signed out, busy, starting again.
 *
 * @throws an error with the status, for the retries and {@link describeFailure}
 */
export function assertOffsetTold(request: HttpRequest, response: HttpResponse): void {
  const status = response.getStatus();
  const isTold = status < HTTP_FIRST_REFUSAL || HTTP_GONE.includes(status);
  if (request.getMethod() === 'HEAD' && !isTold) throw new NotTold(status);
}

function answerOf(error: unknown): { status: number; body: unknown } | null {
  if (!(error instanceof DetailedError)) return null;
  if (error.causingError instanceof NotTold) {
    return { status: error.causingError.status, body: null };
  }
  if (!error.originalResponse) return null;
  const { originalResponse } = error;
  let body: unknown = null;
  try {
    body = JSON.parse(originalResponse.getBody());
  } catch {
    // Not one of the portal's problems: the status says enough.
  }
  return { status: originalResponse.getStatus(), body };
}

/** True where waiting may help: no answer, a busy portal, a lock that will go. */
export function isWorthRetrying(error: unknown): boolean {
  const answer = answerOf(error);
  if (!answer) return true;
  const { status } = answer;
  return (
    status >= HTTP_SERVER ||
    status === HTTP_LOCKED ||
    status === HTTP_TOO_MANY ||
    status === HTTP_CONFLICT
  );
}

/** Why tus stopped, in words: what happened, what is safe, what to do. */
export function describeFailure(error: unknown): UploadFailure {
  const answer = answerOf(error);
  if (!answer) {
    const message =
      'The portal cannot be reached. What has arrived is kept; continue when you are online again.';
    return { code: 'NETWORK', message, canRetry: true };
  }
  const parsed = problem.safeParse(answer.body);
  if (answer.status === HTTP_UNAUTHENTICATED) {
    const message =
      'You are signed out. What has arrived is kept; sign in again and continue the upload.';
    return { code: 'UNAUTHENTICATED', message, canRetry: true };
  }
  if (parsed.success) {
    const { code, detail } = parsed.data;
    return { code, message: detail, canRetry: isWorthRetrying(error) };
  }
  const message = `The portal answered with status ${answer.status}. What has arrived is kept; try again.`;
  return { code: 'BAD_ANSWER', message, canRetry: true };
}

/** A file that was moved, deleted or written to since it was chosen. */
export const fileChanged: UploadFailure = {
  code: 'FILE_CHANGED',
  message: 'The file was changed or moved while it was being sent. Choose it again.',
  canRetry: false,
};

/** Whether the bytes from an offset on can still be read; browsers refuse what has changed. */
export async function canRead(content: Blob, from: number): Promise<boolean> {
  try {
    await content.slice(from, from + 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
