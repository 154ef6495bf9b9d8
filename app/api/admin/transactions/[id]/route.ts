import { z } from 'zod';
import { uuid } from '@/lib/core/protocol';
import { getTransaction } from '@/lib/server/admin';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  '/api/admin/transactions/:id',
  {
    GET: action({
      access: 'admin',
      params: z.object({ id: uuid }),
      handle: async ({ params }) => json(await getTransaction(params.id)),
    }),
  },
);
