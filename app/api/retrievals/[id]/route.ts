import { action, json, route } from '@/lib/server/http';
import { retrievalRef, retrievalView } from '@/lib/server/retrieval';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/retrievals/:id', {
  GET: action({
    access: 'client',
    params: retrievalRef,
    handle: async ({ caller, params }) => json(await retrievalView(caller, params.id)),
  }),
});
