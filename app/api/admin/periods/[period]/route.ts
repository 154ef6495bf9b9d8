import { periodPath } from '@/lib/core/protocol';
import { getPeriod } from '@/lib/server/admin';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  '/api/admin/periods/:period',
  {
    GET: action({
      access: 'admin',
      params: periodPath,
      handle: async ({ params }) => json(await getPeriod(params.period)),
    }),
  },
);
