import { z } from 'zod';
import { uuid } from '@/lib/core/protocol';
import { relayStatusFor } from '@/lib/server/agents';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/agent/relay/:id', {
  GET: action({
    access: 'agent',
    params: z.object({ id: uuid }),
    handle: async ({ caller, params }) => json(await relayStatusFor(caller, params.id)),
  }),
});
