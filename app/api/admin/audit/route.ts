import { adminAuditQuery } from '@/lib/core/protocol/admin';
import { listAudit } from '@/lib/server/admin';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/audit', {
  GET: action({
    access: 'admin',
    query: adminAuditQuery,
    handle: async ({ query }) => json(await listAudit(query)),
  }),
});
