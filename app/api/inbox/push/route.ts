import { pushChoice } from '@/lib/core/protocol';
import { action, json, noContent, route } from '@/lib/server/http';
import { choosePush, pushChannelFor } from '@/lib/server/notifications';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/inbox/push', {
  GET: action({
    access: 'client',
    handle: async ({ caller }) => json(await pushChannelFor(caller)),
  }),
  POST: action({
    access: 'client',
    body: pushChoice,
    limit: { name: 'push', count: 20, seconds: 60 },
    handle: async ({ caller, body }) => {
      await choosePush(caller, body);
      return noContent();
    },
  }),
});
