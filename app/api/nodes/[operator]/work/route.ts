import { z } from 'zod';
import { address, nodeWorkQuery } from '@/lib/core/protocol';
import { action, json, route } from '@/lib/server/http';
import { readNodeWork } from '@/lib/server/nodes';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/nodes/:operator/work', {
  GET: action({
    access: 'all',
    params: z.object({ operator: address }),
    query: nodeWorkQuery,
    handle: async ({ params, query }) => json(await readNodeWork(params.operator, query.periods)),
  }),
});
