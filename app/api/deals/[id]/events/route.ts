import { db } from '@/lib/server/db';
import { dealRef, followDeal, ownDealId } from '@/lib/server/deals';
import { action, eventStream, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/deals/:id/events', {
  GET: action({
    access: 'client',
    params: dealRef,
    handle: async ({ request, caller, params }) => {
      const dealId = await ownDealId(caller, params.id, db(), { adminToo: true });
      return eventStream(request, (signal) => followDeal(dealId, signal));
    },
  }),
});
