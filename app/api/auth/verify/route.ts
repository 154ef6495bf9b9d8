import { authVerify } from '@/lib/core/protocol';
import { isAdmin, openClientSession, verifySignIn } from '@/lib/server/auth';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/auth/verify', {
  POST: action({
    access: 'all',
    body: authVerify,
    limit: { name: 'verify', count: 60, seconds: 60 },
    handle: async ({ body }) => {
      const address = await verifySignIn(body.message, body.signature);
      const { expiresAt, setCookie } = await openClientSession(address);
      const session = { address, expiresAt: expiresAt.toISOString(), admin: isAdmin(address) };
      return json(session, 200, { 'Set-Cookie': setCookie });
    },
  }),
});
