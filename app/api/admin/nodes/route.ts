import { adminNodesQuery } from '@/lib/core/protocol/admin';
import { listAllNodes } from '@/lib/server/admin';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/nodes', {
  GET: action({
    access: 'admin',
    query: adminNodesQuery,
    handle: async ({ query }) => json(await listAllNodes(query)),
  }),
});
