import { z } from 'zod';
import { hash } from '@/lib/core/protocol';
import { action, json, route } from '@/lib/server/http';
import { readSignup } from '@/lib/server/signup';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/signup/:id', {
  GET: action({
    access: 'client',
    params: z.object({ id: hash }),
    handle: async ({ caller, params }) => json(await readSignup(caller, params.id)),
  }),
});
