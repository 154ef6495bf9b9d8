import { dealHistoryOf, dealRef } from '@/lib/server/deals';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/deals/:id/history', {
  GET: action({
    access: 'client',
    params: dealRef,
    handle: async ({ caller, params }) => json(await dealHistoryOf(caller, params.id)),
  }),
});
