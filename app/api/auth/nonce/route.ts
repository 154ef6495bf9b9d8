import { createSignInNonce } from '@/lib/server/auth';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/auth/nonce', {
  GET: action({
    access: 'all',
    limit: { name: 'nonce', count: 120, seconds: 60 },
    handle: async () => {
      const { nonce, expiresAt } = await createSignInNonce();
      return json({ nonce, expiresAt: expiresAt.toISOString() });
    },
  }),
});
