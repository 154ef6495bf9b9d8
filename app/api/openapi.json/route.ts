import { action, json, route } from '@/lib/server/http';
import { openApiDocument } from '@/lib/server/openapi';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/openapi.json', {
  GET: action({ access: 'all', handle: async () => json(openApiDocument()) }),
});
