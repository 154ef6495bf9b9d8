import { registerNode as registerNodeSchema } from '@/lib/core/protocol';
import { action, json, remoteAddress, route } from '@/lib/server/http';
import { registerNode } from '@/lib/server/nodes';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/register-node', {
  POST: action({
    access: 'all',
    body: registerNodeSchema,
    limit: { name: 'register-node', count: 120, seconds: 60 },
    handle: async ({ request, body }) =>
      json(await registerNode(body, remoteAddress(request)), 202),
  }),
});
