import { periodPath } from '@/lib/core/protocol';
import { receiptsOf, takePosts } from '@/lib/server/agents';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  '/api/agent/proofs/post/:period',
  {
    GET: action({
      access: 'agent',
      params: periodPath,
      handle: async ({ caller, params }) => json(await receiptsOf(caller, params.period)),
    }),
    PUT: action({
      access: 'agent',
      params: periodPath,
      handle: async ({ caller, params, request }) =>
        json(await takePosts(caller, params.period, request), 202),
    }),
  },
);
