import { z } from 'zod';
import { uuid } from '@/lib/core/protocol';
import { retryJob } from '@/lib/server/admin';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/jobs/:id/retry', {
  POST: action({
    access: 'admin',
    params: z.object({ id: uuid }),
    handle: async ({ caller, params }) => json(await retryJob(caller, params.id), 202),
  }),
});
