import { randomUUID } from 'node:crypto';
import { AppError } from '@/lib/core/errors';
import { observeRequest } from '@/lib/server/metrics';
import type { Action } from './action';
import { problemResponse } from './problem';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
type Method = (typeof methods)[number];

/** What Next passes beside the request. */
export interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

/** One exported method of a route file. */
export type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>;

/** What a route file exports. */
export type RouteHandlers = Record<Method, RouteHandler>;

function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id');
  return given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}

function withRequestId(response: Response, requestId: string): Response {
  if (!response.headers.has('x-request-id')) response.headers.set('X-Request-Id', requestId);
  return response;
}

/** Extra headers that some errors carry by the standards. */
function errorHeaders(error: unknown, allow: string): Record<string, string> {
  if (AppError.is(error, 'METHOD_NOT_ALLOWED')) return { Allow: allow };
  if (AppError.is(error, 'RATE_LIMITED')) return { 'Retry-After': `${error.details.retryAfter}` };
  if (AppError.is(error, 'RANGE_NOT_SATISFIABLE')) {
    return { 'Content-Range': `bytes */${error.details.size}` };
  }
  return {};
}

/** HEAD is GET without its body. */
function headOf(get: Action): Action {
  return async (raw) => {
    const response = await get(raw);
    await response.body?.cancel();
    return new Response(null, { status: response.status, headers: response.headers });
  };
}

/**
 * All methods of one route file: `export const { GET, HEAD, POST, … } = route('/api/…', { GET: action(…) })`.
 * Gives every request an id, times it under `path`, maps every error to a problem, and answers
 * methods that the route lacks with 405.
 */
export function route(path: string, actions: Partial<Record<Method, Action>>): RouteHandlers {
  const known: Partial<Record<Method, Action>> = { ...actions };
  if (actions.GET && !actions.HEAD) known.HEAD = headOf(actions.GET);
  const allow = Object.keys(known).join(', ');
  const handlerOf = (method: Method): RouteHandler => {
    return async (request, context) => {
      const requestId = requestIdOf(request);
      const finish = observeRequest(method, path);
      try {
        const run = known[method];
        if (!run) throw new AppError('METHOD_NOT_ALLOWED', `Use ${allow}.`);
        const response = await run({ request, requestId, params: await context.params });
        finish(response.status);
        return withRequestId(response, requestId);
      } catch (error) {
        const response = problemResponse(error, requestId, errorHeaders(error, allow));
        finish(response.status);
        return response;
      }
    };
  };
  const handlers = methods.map((method) => [method, handlerOf(method)] as const);
  return Object.fromEntries(handlers) as RouteHandlers;
}
