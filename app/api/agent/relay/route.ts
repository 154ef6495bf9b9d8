import { signedForward } from '@/lib/core/protocol';
import { relayFor } from '@/lib/server/agents';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/agent/relay', {
  POST: action({
    access: 'agent',
    body: signedForward,
    handle: async ({ caller, body }) => json(await relayFor(caller, body), 202),
  }),
});
