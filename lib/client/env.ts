/** Settings that the build puts into the browser's code; the portal's own are in lib/server/env. */
export const clientEnv = {
  /** WalletConnect project; without it no wallet beyond the browser's own is offered. */
  walletConnectProjectId: process.env.NEXT_PUBLIC_WC_PROJECT_ID || undefined,
  /** The development server, which needs eval and web sockets. */
  isDevelopment: process.env.NODE_ENV === 'development',
};
