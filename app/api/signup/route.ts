import { signupSettings } from '@/lib/core/protocol';
import { action, json, route } from '@/lib/server/http';
import { createSignup } from '@/lib/server/signup';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/signup', {
  POST: action({
    access: 'client',
    body: signupSettings,
    limit: { name: 'signup', count: 30, seconds: 60 },
    handle: async ({ caller, body }) => json(await createSignup(caller, body), 201),
  }),
});
