import { closeClientSession } from '@/lib/server/auth';
import { action, noContent, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/auth/logout', {
  POST: action({
    access: 'all',
    handle: async ({ request }) => noContent({ 'Set-Cookie': await closeClientSession(request) }),
  }),
});
