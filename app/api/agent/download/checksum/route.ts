import { agentChecksumResponse } from '@/lib/server/agent-bundle';
import { action, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  '/api/agent/download/checksum',
  { GET: action({ access: 'all', handle: async () => agentChecksumResponse() }) },
);
