import { nodesQuery } from '@/lib/core/protocol';
import { action, json, route } from '@/lib/server/http';
import { listNodes } from '@/lib/server/nodes';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/nodes', {
  GET: action({
    access: 'all',
    query: nodesQuery,
    handle: async ({ query }) => json(await listNodes(query)),
  }),
});
