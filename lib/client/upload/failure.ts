import { DetailedError } from 'tus-js-client';
import { problem } from '@/lib/core/protocol/problem';
import type { UploadFailure } from './types';

const HTTP_UNAUTHENTICATED = 401;
const HTTP_LOCKED = 423;
const HTTP_TOO_MANY = 429;
const HTTP_CONFLICT = 409;
const HTTP_SERVER = 500;

function answerOf(error: unknown): { status: number; body: unknown } | null {
  if (!(error instanceof DetailedError) || !error.originalResponse) return null;
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
