/** What the policy of one page depends on. */
export interface PolicyInput {
  /** Fresh random text per answer; scripts carry it, and what they load is trusted in turn. */
  nonce: string;
  /** The chain's RPC, which the browser asks directly. */
  rpcUrl: string;
  /** The development server evaluates code for its error pages and reloads by web socket. */
  isDevelopment: boolean;
  /** WalletConnect's relay is reached only where a project is configured. */
  hasWalletConnect: boolean;
}

const WALLET_CONNECT = [
  'wss://relay.walletconnect.com',
  'wss://relay.walletconnect.org',
  'https://rpc.walletconnect.com',
  'https://rpc.walletconnect.org',
  'https://explorer-api.walletconnect.com',
  'https://api.web3modal.org',
  'https://pulse.walletconnect.org',
];
const WALLET_CONNECT_FRAMES = [
  'https://verify.walletconnect.com',
  'https://verify.walletconnect.org',
];

/** Scheme, host and port: paths and keys of an RPC are nobody else’s business. */
function originOf(url: string): string {
  return new URL(url).origin;
}

/**
 * Content-Security-Policy of a page. Scripts run by nonce only; styles may be inline, for the
 * server's HTML carries style attributes, which no nonce covers.
 */
export function contentSecurityPolicy(input: PolicyInput): string {
  const { nonce, rpcUrl, isDevelopment, hasWalletConnect } = input;
  const directives: Record<string, (string | false)[]> = {
    'default-src': ["'self'"],
    'script-src': [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      "'wasm-unsafe-eval'",
      isDevelopment && "'unsafe-eval'",
    ],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    'connect-src': [
      "'self'",
      originOf(rpcUrl),
      isDevelopment && 'ws:',
      ...(hasWalletConnect ? WALLET_CONNECT : []),
    ],
    'frame-src': hasWalletConnect ? WALLET_CONNECT_FRAMES : ["'none'"],
    'worker-src': ["'self'", 'blob:'],
    'manifest-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'self'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.filter(Boolean).join(' ')}`)
    .join('; ');
}
