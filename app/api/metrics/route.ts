import { action, route } from '@/lib/server/http';
import { renderMetrics } from '@/lib/server/metrics';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/metrics', {
  GET: action({
    access: 'all',
    handle: async () => {
      const { contentType, text } = await renderMetrics();
      return new Response(text, { headers: { 'Content-Type': contentType } });
    },
  }),
});
