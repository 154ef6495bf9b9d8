import { listAgentSlots } from '@/lib/server/agents';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/agent/slots', {
  GET: action({
    access: 'agent',
    handle: async ({ caller }) => json({ slots: await listAgentSlots(caller) }),
  }),
});
