import { slotPath } from '@/lib/core/protocol';
import { takePorep } from '@/lib/server/agents';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  '/api/agent/proofs/porep/:deal/:slot/:generation',
  {
    PUT: action({
      access: 'agent',
      params: slotPath,
      handle: async ({ caller, params, request }) =>
        json(await takePorep(caller, params, request), 202),
    }),
  },
);
