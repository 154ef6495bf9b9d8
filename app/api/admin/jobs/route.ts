import { adminJobsQuery } from '@/lib/core/protocol/admin';
import { listJobs } from '@/lib/server/admin';
import { action, json, route } from '@/lib/server/http';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/jobs', {
  GET: action({
    access: 'admin',
    query: adminJobsQuery,
    handle: async ({ query }) => json(await listJobs(query)),
  }),
});
