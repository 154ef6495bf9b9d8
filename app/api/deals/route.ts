import { dealsQuery } from '@/lib/core/protocol';
import { listDeals } from '@/lib/server/deals';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/deals', {
  GET: action({
    access: 'client',
    query: dealsQuery,
    handle: async ({ caller, query }) => json(await listDeals(caller, query)),
  }),
});
