import { z } from 'zod';
import { address } from '@/lib/core/protocol';
import { action, json, route } from '@/lib/server/http';
import { getNode } from '@/lib/server/nodes';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/nodes/:operator', {
  GET: action({
    access: 'all',
    params: z.object({ operator: address }),
    handle: async ({ params }) => json(await getNode(params.operator)),
  }),
});
