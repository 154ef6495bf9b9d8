import { endAnyDeal } from '@/lib/server/admin';
import { dealRef } from '@/lib/server/deals';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/deals/:id/end', {
  POST: action({
    access: 'admin',
    params: dealRef,
    handle: async ({ caller, params }) => json(await endAnyDeal(caller, params.id), 202),
  }),
});
