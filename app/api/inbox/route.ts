import { action, route } from '@/lib/server/http';
import { inboxQuery, inboxStream } from '@/lib/server/notifications';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/inbox', {
  GET: action({
    access: 'client',
    query: inboxQuery,
    handle: ({ request, caller, query }) =>
      inboxStream(request, caller, query.after, { isNode: false }),
  }),
});
