import { serverEnv } from '@/lib/server/env';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/health', {
  GET: action({
    access: 'all',
    handle: async () => json({ ok: true, version: serverEnv().version }),
  }),
});
