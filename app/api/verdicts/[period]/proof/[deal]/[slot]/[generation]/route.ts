import { periodPath, slotPath } from '@/lib/core/protocol';
import { action, route } from '@/lib/server/http';
import { verdictProofResponse } from '@/lib/server/verdicts';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  '/api/verdicts/:period/proof/:deal/:slot/:generation',
  {
    GET: action({
      access: 'all',
      params: slotPath.extend(periodPath.shape),
      handle: ({ params }) => verdictProofResponse(params),
    }),
  },
);
