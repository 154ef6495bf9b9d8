import { z } from 'zod';
import { uuid } from '@/lib/core/protocol';
import { getJob } from '@/lib/server/admin';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/jobs/:id', {
  GET: action({
    access: 'admin',
    params: z.object({ id: uuid }),
    handle: async ({ params }) => json(await getJob(params.id)),
  }),
});
