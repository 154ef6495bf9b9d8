import type { NextConfig } from 'next';

/** For every answer; the policy of pages has a nonce and comes from proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
];

/** Data is never a page: what a browser opens from here runs and loads nothing. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

/** Push's package would set up a wallet chooser of its own, which loads from another site. */
const withoutOnboard = Object.fromEntries(
  ['core', 'react', 'coinbase', 'injected-wallets', 'walletconnect'].map((part) => [
    `@web3-onboard/${part}`,
    './components/notifications/without-onboard.ts',
  ]),
);

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run typecheck` does this for all three programs; here it would only be done twice.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname, resolveAlias: withoutOnboard },
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
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    {
      source: '/api/:path*',
      headers: [{ key: 'Content-Security-Policy', value: dataPolicy }],
    },
  ],
  rewrites: async () => [
    { source: '/register-node', destination: '/api/register-node' },
    { source: '/request-storage', destination: '/api/request-storage' },
  ],
};

export default config;
