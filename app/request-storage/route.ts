import { requestStorage } from '@/lib/core/protocol';
import { createRequest } from '@/lib/server/deals';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/request-storage', {
  POST: action({
    access: 'client',
    body: requestStorage,
    limit: { name: 'request-storage', count: 30, seconds: 60 },
    handle: async ({ caller, body }) => json(await createRequest(caller, body), 202),
  }),
});
