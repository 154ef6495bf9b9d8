import { quoteQuery } from '@/lib/core/protocol';
import { action, json, route } from '@/lib/server/http';
import { quoteFor } from '@/lib/server/planning';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/quote', {
  GET: action({
    access: 'all',
    query: quoteQuery,
    limit: { name: 'quote', count: 120, seconds: 60 },
    handle: async ({ query }) => json(await quoteFor(query)),
  }),
});
