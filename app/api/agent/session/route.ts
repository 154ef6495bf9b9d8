import { agentSessionRequest } from '@/lib/core/protocol';
import { openAgentSession } from '@/lib/server/auth';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/agent/session', {
  POST: action({
    access: 'all',
    body: agentSessionRequest,
    handle: async ({ body }) => {
      const { token, expiresAt } = await openAgentSession(body);
      return json({ token, expiresAt: expiresAt.toISOString() });
    },
  }),
});
