import { agentUploads } from '@/lib/server/retrieval';
import { tusRoute } from '@/lib/server/uploads';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { POST, HEAD, PATCH, DELETE, OPTIONS, GET, PUT } = tusRoute(agentUploads);
