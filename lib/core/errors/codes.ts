/**
 * Every stable error code with its HTTP status and its title.
 * Keep sorted; a code is never renamed or reused.
 */
export const errorCodes: Readonly<Record<string, { status: number; title: string }>> = {
  BAD_REQUEST: { status: 400, title: 'The request is not valid' },
  ENV_INVALID: { status: 500, title: 'The server is not configured correctly' },
  FORBIDDEN: { status: 403, title: 'You may not do this' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side' },
  JOB_NOT_QUEUED: { status: 503, title: 'The job queue is busy' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  UNAUTHENTICATED: { status: 401, title: 'Sign in first' },
};
