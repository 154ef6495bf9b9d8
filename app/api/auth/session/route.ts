import { isAdmin, readClientSession } from '@/lib/server/auth';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/auth/session', {
  GET: action({
    access: 'all',
    handle: async ({ request }) => {
      const session = await readClientSession(request);
      return json({
        address: session?.address ?? null,
        expiresAt: session?.expiresAt.toISOString() ?? null,
        admin: session ? isAdmin(session.address) : false,
      });
    },
  }),
});
