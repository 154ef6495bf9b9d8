import type { ZodType } from 'zod';
import type { Address } from '@/lib/core/protocol/primitives';
import { requireAdmin, requireAgent, requireClient } from '@/lib/server/auth';
import { readJson } from './body';
import { assertSameOrigin } from './origin';
import { countUse, type RateLimit } from './rate-limit';
import { remoteAddress } from './remote-address';

/** Who may call: anybody, a signed-in wallet, an agent with a bearer token, an admin's wallet. */
export type Access = 'all' | 'client' | 'agent' | 'admin';

/** What a route's own code gets, everything checked. */
export interface Call<A extends Access, Body, Params, Query> {
  request: Request;
  requestId: string;
  /** The wallet or operator; null where anybody may call. */
  caller: A extends 'all' ? null : Address;
  body: Body;
  params: Params;
  query: Query;
}

/** How one method of a route works. */
export interface ActionOptions<A extends Access, Body, Params, Query> {
  access: A;
  /** JSON body; without a schema the handler reads `request` itself. */
  body?: ZodType<Body>;
  maxBodyBytes?: number;
  params?: ZodType<Params>;
  query?: ZodType<Query>;
  /** Replaces the default limit; `null` for none. */
  limit?: RateLimit | null;
  handle(call: Call<A, Body, Params, Query>): Promise<Response>;
}

/** Raw request of one method. */
export interface RawCall {
  request: Request;
  requestId: string;
  params: Record<string, string | string[] | undefined>;
}

/** One method of a route, ready for `route()`. */
export type Action = (raw: RawCall) => Promise<Response>;

const MINUTE = 60;
/** Mutations only: reads are cheap and bounded by their own page sizes. */
const defaultLimits: Record<Access, RateLimit> = {
  all: { name: 'anonymous', count: 300, seconds: MINUTE },
  client: { name: 'client', count: 300, seconds: MINUTE },
  agent: { name: 'agent', count: 1200, seconds: MINUTE },
  admin: { name: 'admin', count: 600, seconds: MINUTE },
};

const isMutation = (method: string) => !['GET', 'HEAD', 'OPTIONS'].includes(method);

async function identify(access: Access, request: Request): Promise<Address | null> {
  if (access === 'client') return requireClient(request);
  if (access === 'admin') return requireAdmin(request);
  if (access === 'agent') return requireAgent(request);
  return null;
}

/** Which limit applies: the route's own, none, or the default for its kind of caller. */
function limitOf(options: { access: Access; limit?: RateLimit | null }, method: string) {
  if (options.limit !== undefined) return options.limit;
  return isMutation(method) ? defaultLimits[options.access] : null;
}

/**
 * Builds one method of a route: origin check → who is it → rate limit → parse → `handle`.
 * Every failure is thrown; `route()` turns it into a problem.
 */
export function action<A extends Access, Body = undefined, Params = undefined, Query = undefined>(
  options: ActionOptions<A, Body, Params, Query>,
): Action {
  return async ({ request, requestId, params }) => {
    if (isMutation(request.method) && options.access !== 'agent') assertSameOrigin(request);
    const caller = await identify(options.access, request);
    const limit = limitOf(options, request.method);
    if (limit) await countUse(limit, caller ?? remoteAddress(request));
    const search = Object.fromEntries(new URL(request.url).searchParams);
    return options.handle({
      request,
      requestId,
      caller: caller as Call<A, Body, Params, Query>['caller'],
      params: options.params?.parse(params) as Params,
      query: options.query?.parse(search) as Query,
      body: options.body?.parse(await readJson(request, options.maxBodyBytes)) as Body,
    });
  };
}
