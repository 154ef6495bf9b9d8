import type { NextConfig } from 'next';

/** Inline scripts are Next's own bootstrap; everything else comes from this origin. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = [
  { key: 'Content-Security-Policy', value: contentSecurityPolicy },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
];

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run typecheck` does this for all three programs; here it would only be done twice.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  // Server code with WebAssembly, worker threads or run-time requires: loaded as it is.
  serverExternalPackages: [
    '@prisma/client',
    '@prisma/adapter-pg',
    '@pushprotocol/restapi',
    '@subspace/reed-solomon-erasure.wasm',
    'ethers',
    'pg',
    'pg-boss',
    'pino',
    'piscina',
    'prom-client',
  ],
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
  rewrites: async () => [
    { source: '/register-node', destination: '/api/register-node' },
    { source: '/request-storage', destination: '/api/request-storage' },
  ],
};

export default config;
