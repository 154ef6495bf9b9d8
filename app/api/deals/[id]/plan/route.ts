import { replan as replanSchema } from '@/lib/core/protocol';
import { dealRef, getPlan, replan } from '@/lib/server/deals';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/deals/:id/plan', {
  GET: action({
    access: 'client',
    params: dealRef,
    handle: async ({ caller, params }) => json(await getPlan(caller, params.id)),
  }),
  POST: action({
    access: 'client',
    params: dealRef,
    body: replanSchema,
    limit: { name: 'replan', count: 30, seconds: 60 },
    handle: async ({ caller, params, body }) => json(await replan(caller, params.id, body), 202),
  }),
});
