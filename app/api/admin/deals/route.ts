import { adminDealsQuery } from '@/lib/core/protocol/admin';
import { listAllDeals } from '@/lib/server/admin';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/deals', {
  GET: action({
    access: 'admin',
    query: adminDealsQuery,
    handle: async ({ query }) => json(await listAllDeals(query)),
  }),
});
