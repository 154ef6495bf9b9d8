import { action, json, route } from '@/lib/server/http';
import { checkReadiness } from '@/lib/server/network';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/ready', {
  GET: action({
    access: 'all',
    handle: async () => {
      const readiness = await checkReadiness();
      return json(readiness, readiness.ok ? 200 : 503);
    },
  }),
});
