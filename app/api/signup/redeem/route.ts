import { signupRedeem } from '@/lib/core/protocol';
import { action, json, route } from '@/lib/server/http';
import { redeemSignup } from '@/lib/server/signup';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/signup/redeem', {
  POST: action({
    access: 'all',
    body: signupRedeem,
    limit: { name: 'signup-redeem', count: 30, seconds: 60 },
    handle: async ({ body }) => json(await redeemSignup(body)),
  }),
});
