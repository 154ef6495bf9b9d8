import { z } from 'zod';
import { address } from '@/lib/core/protocol';
import { getAnyNode } from '@/lib/server/admin';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  '/api/admin/nodes/:operator',
  {
    GET: action({
      access: 'admin',
      params: z.object({ operator: address }),
      handle: async ({ params }) => json(await getAnyNode(params.operator)),
    }),
  },
);
