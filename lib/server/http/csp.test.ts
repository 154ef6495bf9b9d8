import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from './csp';

const input = {
  nonce: 'abc123',
  rpcUrl: 'https://rpc.example.org:8443/v1?key=secret',
  isDevelopment: false,
  hasWalletConnect: false,
};

function directive(policy: string, name: string): string[] {
  const found = policy.split('; ').find((part) => part.startsWith(`${name} `));
  return found?.split(' ').slice(1) ?? [];
}

describe('contentSecurityPolicy', () => {
  it('lets scripts run by nonce only', () => {
    const scripts = directive(contentSecurityPolicy(input), 'script-src');
    expect(scripts).toContain("'nonce-abc123'");
    expect(scripts).toContain("'strict-dynamic'");
    expect(scripts).not.toContain("'unsafe-inline'");
    expect(scripts).not.toContain("'unsafe-eval'");
  });

  it('connects to this origin and the RPC, without its path or key', () => {
    const policy = contentSecurityPolicy(input);
    expect(directive(policy, 'connect-src')).toEqual(["'self'", 'https://rpc.example.org:8443']);
    expect(policy).not.toContain('secret');
    expect(policy).not.toContain('walletconnect');
    expect(directive(policy, 'frame-src')).toEqual(["'none'"]);
  });

  it('opens WalletConnect only where it is configured', () => {
    const policy = contentSecurityPolicy({ ...input, hasWalletConnect: true });
    expect(directive(policy, 'connect-src')).toContain('wss://relay.walletconnect.com');
    expect(directive(policy, 'frame-src')).toContain('https://verify.walletconnect.com');
  });

  it('allows eval and web sockets to the development server alone', () => {
    const policy = contentSecurityPolicy({ ...input, isDevelopment: true });
    expect(directive(policy, 'script-src')).toContain("'unsafe-eval'");
    expect(directive(policy, 'connect-src')).toContain('ws:');
  });
});
