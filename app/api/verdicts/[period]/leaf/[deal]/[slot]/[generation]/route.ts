import { periodPath, slotPath } from '@/lib/core/protocol';
import { action, json, route } from '@/lib/server/http';
import { verdictLeafJson } from '@/lib/server/verdicts';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  '/api/verdicts/:period/leaf/:deal/:slot/:generation',
  {
    GET: action({
      access: 'all',
      params: slotPath.extend(periodPath.shape),
      handle: async ({ params }) => json(await verdictLeafJson(params)),
    }),
  },
);
