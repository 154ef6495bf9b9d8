import { overview } from '@/lib/server/admin';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/overview', {
  GET: action({ access: 'admin', handle: async () => json(await overview()) }),
});
