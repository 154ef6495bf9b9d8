import { inboxItemsQuery } from '@/lib/core/protocol';
import { action, json, route } from '@/lib/server/http';
import { listInbox } from '@/lib/server/notifications';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/inbox/items', {
  GET: action({
    access: 'client',
    query: inboxItemsQuery,
    handle: async ({ caller, query }) => json(await listInbox(caller, query)),
  }),
});
