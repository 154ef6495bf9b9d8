import { slotPath } from '@/lib/core/protocol';
import { shardResponse } from '@/lib/server/agents';
import { action, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  '/api/agent/shards/:deal/:slot/:generation',
  {
    GET: action({
      access: 'agent',
      params: slotPath,
      handle: ({ caller, params, request }) => shardResponse(caller, params, request),
    }),
  },
);
