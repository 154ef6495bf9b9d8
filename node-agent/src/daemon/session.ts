import { randomBytes } from 'node:crypto';
import { toHex } from 'viem';
import {
  AGENT_SESSION_MAX_SECONDS,
  agentSession,
  agentSessionTypes,
  type Network,
  platformDomain,
} from '@/lib/core/protocol';
import type { Operator } from './operator';
import type { PortalClient, TokenSource } from './portal-client';
import { Mutex } from './wait';

const RENEW_BEFORE_MS = 5 * 60_000;

/** Bearer tokens for signed AgentSession messages; renewed before they expire. */
export class AgentSession implements TokenSource {
  private current: { token: string; expiresAt: number } | undefined;
  private readonly mutex = new Mutex();

  constructor(
    private readonly portal: PortalClient,
    private readonly operator: Operator,
    private readonly network: Network,
  ) {}

  token(signal: AbortSignal): Promise<string> {
    return this.mutex.run(async () => {
      if (!this.current || this.current.expiresAt - Date.now() < RENEW_BEFORE_MS) {
        this.current = await this.signIn(signal);
      }
      return this.current.token;
    });
  }

  invalidate(token: string): void {
    if (this.current?.token === token) this.current = undefined;
  }

  private async signIn(signal: AbortSignal): Promise<{ token: string; expiresAt: number }> {
    const operator = this.operator.address;
    const portal = new URL(this.portal.baseUrl).origin;
    const nonce = toHex(randomBytes(32));
    const issuedAt = Math.floor(Date.now() / 1000);
    const expiresAt = issuedAt + AGENT_SESSION_MAX_SECONDS;
    const signature = await this.operator.signTypedData({
      domain: platformDomain(this.network.chainId, this.network.contracts.registry),
      types: agentSessionTypes,
      primaryType: 'AgentSession',
      message: {
        operator,
        portal,
        nonce,
        issuedAt: BigInt(issuedAt),
        expiresAt: BigInt(expiresAt),
      },
    });
    const granted = await this.portal.json(agentSession, {
      method: 'POST',
      path: '/api/agent/session',
      body: { operator, portal, nonce, issuedAt, expiresAt, signature },
      anonymous: true,
      signal,
    });
    return { token: granted.token, expiresAt: Date.parse(granted.expiresAt) };
  }
}
