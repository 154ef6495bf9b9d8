import { action, json, route } from '@/lib/server/http';
import { networkActivity } from '@/lib/server/network';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/network/activity', {
  GET: action({ access: 'all', handle: async () => json(await networkActivity()) }),
});
