import type { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { problem } from '@/lib/core/protocol';
import { linkSignal } from './wait';

const JSON_TYPE = 'application/json';
const TIMEOUT_MS = 30_000;
/** Longest answer that is read as JSON. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** Gives and renews the bearer token. */
export interface TokenSource {
  token(signal: AbortSignal): Promise<string>;
  /** The portal refused this token. */
  invalidate(token: string): void;
}

/** One request; `body` is JSON unless bytes. */
export interface PortalRequest {
  method?: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal: AbortSignal;
  /** Without a token. */
  anonymous?: boolean;
  /** Milliseconds until the headers of the answer must be there. */
  timeoutMs?: number;
}

/** True when trying again later can help: no answer, overload, or a fault of the portal. */
export function isTransient(error: unknown): boolean {
  if (AppError.is(error, 'AGENT_PORTAL_UNREACHABLE')) return true;
  if (!AppError.is(error)) return false;
  const status = error.details.httpStatus;
  return typeof status === 'number' && (status >= 500 || status === 429 || status === 408);
}

async function errorOf(response: Response): Promise<AppError> {
  const status = response.status;
  const text = (await response.text().catch(() => '')).slice(0, 65_536);
  try {
    const p = problem.parse(JSON.parse(text));
    return new AppError(p.code, p.detail, {
      details: { ...p.details, httpStatus: status, requestId: p.requestId },
    });
  } catch {
    const message = `The portal answered ${status} in a form that this agent does not know.`;
    return new AppError('AGENT_PORTAL_ANSWER', message, { details: { httpStatus: status } });
  }
}

/** The portal's HTTP interface as the agent uses it. Dials out only. */
export class PortalClient {
  private tokens: TokenSource | undefined;

  constructor(readonly baseUrl: string) {}

  /** From now on requests carry a token, except those marked `anonymous`. */
  authenticate(tokens: TokenSource): void {
    this.tokens = tokens;
  }

  url(path: string): string {
    return new URL(path, this.baseUrl).href;
  }

  /** Current token, for protocols with their own HTTP stack. */
  async token(signal: AbortSignal): Promise<string> {
    if (!this.tokens) throw new AppError('AGENT_NO_SESSION', 'The agent has no session yet.');
    return this.tokens.token(signal);
  }

  /**
   * Sends a request and returns a successful answer; a refused token is renewed once.
   *
   * @throws AppError with the portal's code and `details.httpStatus`, `AGENT_PORTAL_UNREACHABLE`
   */
  async fetch(request: PortalRequest): Promise<Response> {
    const token = request.anonymous ? undefined : await this.token(request.signal);
    const response = await this.send(request, token);
    if (response.ok) return response;
    const error = await errorOf(response);
    if (response.status !== 401 || token === undefined) throw error;
    this.tokens?.invalidate(token);
    const again = await this.send(request, await this.token(request.signal));
    if (again.ok) return again;
    throw await errorOf(again);
  }

  /** {@link fetch} with a JSON answer that is checked against its schema. */
  async json<S extends z.ZodType>(schema: S, request: PortalRequest): Promise<z.output<S>> {
    const link = linkSignal(request.signal, request.timeoutMs ?? TIMEOUT_MS);
    let text: string;
    try {
      const response = await this.fetch({ ...request, signal: link.signal });
      text = await this.readText(response);
    } catch (error) {
      request.signal.throwIfAborted();
      throw link.signal.aborted ? this.unreachable(error) : error;
    } finally {
      link.release();
    }
    try {
      return schema.parse(JSON.parse(text));
    } catch (cause) {
      const message = `The portal's answer to ${request.path} is not what the protocol says.`;
      throw new AppError('AGENT_PORTAL_ANSWER', message, { cause });
    }
  }

  private unreachable(cause: unknown): AppError {
    const message = `The portal at ${this.baseUrl} does not answer.`;
    return new AppError('AGENT_PORTAL_UNREACHABLE', message, { cause });
  }

  private async readText(response: Response): Promise<string> {
    const length = Number(response.headers.get('content-length') ?? 0);
    if (length > MAX_JSON_BYTES) {
      throw new AppError('AGENT_PORTAL_ANSWER', 'The answer is too long.');
    }
    return response.text().catch((cause) => {
      throw this.unreachable(cause);
    });
  }

  private async send(request: PortalRequest, token: string | undefined): Promise<Response> {
    const { body } = request;
    const bytes = body instanceof Uint8Array;
    const headers = new Headers(request.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    if (body !== undefined)
      headers.set('content-type', bytes ? 'application/octet-stream' : JSON_TYPE);
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), request.timeoutMs ?? TIMEOUT_MS);
    try {
      return await fetch(this.url(request.path), {
        method: request.method ?? 'GET',
        headers,
        body: body === undefined ? undefined : bytes ? new Uint8Array(body) : JSON.stringify(body),
        signal: AbortSignal.any([request.signal, late.signal]),
      });
    } catch (cause) {
      request.signal.throwIfAborted();
      throw this.unreachable(cause);
    } finally {
      clearTimeout(timer);
    }
  }
}
