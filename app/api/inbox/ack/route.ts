import { inboxAck } from '@/lib/core/protocol';
import { action, noContent, route } from '@/lib/server/http';
import { acknowledgeInbox } from '@/lib/server/notifications';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/inbox/ack', {
  POST: action({
    access: 'client',
    body: inboxAck,
    handle: async ({ caller, body }) => {
      await acknowledgeInbox(caller, body.upTo);
      return noContent();
    },
  }),
});
