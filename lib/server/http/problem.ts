import { ZodError } from 'zod';
import { AppError } from '@/lib/core/errors';
import { errorCodes } from '@/lib/core/errors/codes';
import type { Problem } from '@/lib/core/protocol/problem';
import { logger } from '@/lib/server/logger';

const MAX_LISTED_ISSUES = 8;

/** A failed schema as an AppError that names the first wrong fields. */
export function badRequest(error: ZodError): AppError {
  const issues = error.issues.slice(0, MAX_LISTED_ISSUES);
  const details = Object.fromEntries(
    issues.map((issue) => [issue.path.join('.') || 'body', issue.message]),
  );
  const named = Object.entries(details).map(([field, message]) => `${field}: ${message}`);
  return new AppError('BAD_REQUEST', named.join(' '), { cause: error, details });
}

/** Anything thrown as an AppError; what nobody foresaw becomes INTERNAL with its cause kept. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ZodError) return badRequest(error);
  return new AppError('INTERNAL', 'Something went wrong on our side. Please try again.', {
    cause: error,
  });
}

/** HTTP status of an error code; codes outside the table are our own mistakes. */
export function statusOf(code: string): number {
  return errorCodes[code]?.status ?? 500;
}

/** The `application/problem+json` answer to an error; server-side failures are logged in full. */
export function problemResponse(
  error: unknown,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  const known = asAppError(error);
  const status = statusOf(known.code);
  if (status >= 500) logger.error({ err: error, requestId, code: known.code }, 'request failed');
  const body: Problem = {
    type: `urn:micro-storage:error:${known.code}`,
    title: errorCodes[known.code]?.title ?? 'Something went wrong on our side',
    status,
    code: known.code,
    detail: known.shortMessage,
    ...(Object.keys(known.details).length > 0 ? { details: known.details } : {}),
    requestId,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'X-Request-Id': requestId,
      ...headers,
    },
  });
}
