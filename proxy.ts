import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { clientEnv } from '@/lib/client/env';
import { serverEnv } from '@/lib/server/env';
import { contentSecurityPolicy } from '@/lib/server/http/csp';

const NONCE_BYTES = 16;

/** Gives each page a policy with a nonce of its own; Next puts the nonce on its scripts. */
export function proxy(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy({
    nonce: randomBytes(NONCE_BYTES).toString('base64'),
    rpcUrl: serverEnv().publicRpcUrl,
    isDevelopment: clientEnv.isDevelopment,
    hasWalletConnect: clientEnv.walletConnectProjectId !== undefined,
  });
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

export const config = {
  // Pages only. Uploads under /api must not pass through here: their bodies would be cut short.
  matcher: ['/((?!api/|api$|_next/|register-node$|request-storage$|icon\\.svg$).*)'],
};
