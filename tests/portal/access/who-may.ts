import type { Access } from '@/lib/server/http/action';

/**
 * What anybody may call, with the reason. Everything else under /api/admin is for administrators,
 * under /api/agent for nodes, and the rest for signed-in wallets.
 */
const open = new Set([
  // The network as everybody may see it on the chain.
  '/api/network',
  '/api/network/activity',
  '/api/nodes',
  '/api/nodes/[operator]',
  '/api/nodes/[operator]/work',
  '/api/quote',
  // Verdicts are public, so that anybody can check them.
  '/api/verdicts/[period]',
  '/api/verdicts/[period]/leaf/[deal]/[slot]/[generation]',
  '/api/verdicts/[period]/proof/[deal]/[slot]/[generation]',
  // The way in.
  '/api/auth/nonce',
  '/api/auth/verify',
  '/api/auth/logout',
  '/api/auth/session',
  '/api/agent/session',
  // Signed by the node itself, in the body.
  '/api/register-node',
  '/api/signup/redeem',
  // The program and the interface.
  '/api/agent/download',
  '/api/agent/download/checksum',
  '/api/openapi.json',
  // For those who operate the portal; they name nobody.
  '/api/health',
  '/api/ready',
  '/api/metrics',
]);

/** Who a route is for. */
export function whoMay(pattern: string): Access {
  if (open.has(pattern)) return 'all';
  if (pattern.startsWith('/api/admin/')) return 'admin';
  return pattern.startsWith('/api/agent/') ? 'agent' : 'client';
}

/** Patterns of the list above, to find those whose route is gone. */
export const openPatterns: readonly string[] = [...open];
