import { periodPath } from '@/lib/core/protocol';
import { action, route } from '@/lib/server/http';
import { verdictsResponse } from '@/lib/server/verdicts';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/verdicts/:period', {
  GET: action({
    access: 'all',
    params: periodPath,
    handle: ({ params }) => verdictsResponse(params.period),
  }),
});
