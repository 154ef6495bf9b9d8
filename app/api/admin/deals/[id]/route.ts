import { getAnyDeal } from '@/lib/server/admin';
import { dealRef } from '@/lib/server/deals';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/deals/:id', {
  GET: action({
    access: 'admin',
    params: dealRef,
    handle: async ({ params }) => json(await getAnyDeal(params.id)),
  }),
});
