import { dealRef } from '@/lib/server/deals';
import { action, json, route } from '@/lib/server/http';
import { requestRetrieval } from '@/lib/server/retrieval';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/deals/:id/retrievals', {
  POST: action({
    access: 'client',
    params: dealRef,
    limit: { name: 'retrieval', count: 30, seconds: 60 },
    handle: async ({ caller, params }) => json(await requestRetrieval(caller, params.id), 202),
  }),
});
