import { adminPeriodsQuery } from '@/lib/core/protocol/admin';
import { listPeriods } from '@/lib/server/admin';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/periods', {
  GET: action({
    access: 'admin',
    query: adminPeriodsQuery,
    handle: async ({ query }) => json(await listPeriods(query)),
  }),
});
