import { adminTransactionsQuery } from '@/lib/core/protocol/admin';
import { listTransactions } from '@/lib/server/admin';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/transactions', {
  GET: action({
    access: 'admin',
    query: adminTransactionsQuery,
    handle: async ({ query }) => json(await listTransactions(query)),
  }),
});
