import { confirmPlan as confirmSchema } from '@/lib/core/protocol';
import { confirmPlan, dealRef } from '@/lib/server/deals';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/deals/:id/confirm', {
  POST: action({
    access: 'client',
    params: dealRef,
    body: confirmSchema,
    handle: async ({ caller, params, body }) =>
      json(await confirmPlan(caller, params.id, body.planId), 202),
  }),
});
