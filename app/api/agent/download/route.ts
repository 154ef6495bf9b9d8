import { agentBundleResponse } from '@/lib/server/agent-bundle';
import { action, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/agent/download', {
  GET: action({
    access: 'all',
    limit: { name: 'agent-download', count: 60, seconds: 60 },
    handle: async ({ request }) => agentBundleResponse(request),
  }),
});
