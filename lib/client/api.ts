import type { z } from 'zod';
import { problem } from '@/lib/core/protocol/problem';

/** What the portal answered instead of data, or that it did not answer at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** Stable code of the problem; `NETWORK` without an answer, `BAD_ANSWER` for one that is not ours. */
  readonly code: string;
  /** HTTP status, 0 without an answer. */
  readonly status: number;
  /** A sentence for a person. */
  readonly detail: string;
  /** Field by field, when the request was refused for its contents. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;

  constructor(
    code: string,
    status: number,
    detail: string,
    options: { details?: ApiError['details']; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.status = status;
    this.detail = detail;
    this.details = options.details ?? {};
  }

  /** True for any ApiError, or for one with the given code. */
  static is(error: unknown, code?: string): error is ApiError {
    return error instanceof ApiError && (code === undefined || error.code === code);
  }
}

export type ApiInit = RequestInit & {
  /** Sent as the JSON body; bigints as decimal text. The method becomes POST unless given. */
  json?: unknown;
};

function requestOf({ json, ...init }: ApiInit): RequestInit {
  const headers = new Headers(init.headers);
  if (!headers.has('Accept')) headers.set('Accept', 'application/json');
  if (json === undefined) return { ...init, headers };
  headers.set('Content-Type', 'application/json');
  const body = JSON.stringify(json, (_, value) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return { method: 'POST', ...init, headers, body };
}

/** The error that a refused answer stands for. */
export async function errorOfResponse(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = problem.safeParse(body);
  if (parsed.success) {
    const { code, detail, details } = parsed.data;
    return new ApiError(code, response.status, detail, { details });
  }
  const detail = `The portal answered with status ${response.status}. Please try again.`;
  return new ApiError('BAD_ANSWER', response.status, detail);
}

async function send(path: string, init: ApiInit): Promise<Response> {
  const response = await fetch(path, requestOf(init)).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    const detail = 'The portal cannot be reached. Check your connection and try again.';
    throw new ApiError('NETWORK', 0, detail, { cause });
  });
  if (!response.ok) throw await errorOfResponse(response);
  return response;
}

/**
 * Asks the portal and parses the answer; an empty answer (204) is parsed as `undefined`.
 *
 * @throws ApiError with the problem's code; an aborted request throws the signal's reason
 * @example const session = await api('/api/auth/session', authSession)
 */
export async function api<T extends z.ZodType>(
  path: string,
  schema: T,
  init: ApiInit = {},
): Promise<z.output<T>> {
  const response = await send(path, init);
  const text = await response.text();
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch (cause) {
    throw new ApiError('BAD_ANSWER', response.status, 'The answer is not JSON.', { cause });
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const detail = 'The portal’s answer has an unexpected form. Reload the page: it may be outdated.';
  throw new ApiError('BAD_ANSWER', response.status, detail, { cause: parsed.error });
}
