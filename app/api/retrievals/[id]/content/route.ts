import { action, route } from '@/lib/server/http';
import { contentResponse, retrievalRef } from '@/lib/server/retrieval';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
const get = action({
  access: 'client',
  params: retrievalRef,
  handle: ({ request, caller, params }) => contentResponse(request, caller, params.id),
});
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  '/api/retrievals/:id/content',
  { GET: get, HEAD: get },
);
