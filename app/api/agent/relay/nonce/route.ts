import { relayNonceFor } from '@/lib/server/agents';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/agent/relay/nonce', {
  GET: action({
    access: 'agent',
    handle: async ({ caller }) => json(await relayNonceFor(caller)),
  }),
});
