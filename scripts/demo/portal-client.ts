import type { LocalAccount } from 'viem';
import { createSiweMessage } from 'viem/siwe';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { authNonce } from '@/lib/core/protocol/auth';
import { dealAccepted, dealSnapshot, type RequestStorageJson } from '@/lib/core/protocol/deals';
import { network } from '@/lib/core/protocol/network';
import { nodePage } from '@/lib/core/protocol/nodes';
import { plan } from '@/lib/core/protocol/plans';
import { retrieval, retrievalAccepted } from '@/lib/core/protocol/retrievals';

const problemBody = z.object({
  code: z.string(),
  detail: z.string().optional(),
  title: z.string(),
});

/**
 * The portal's public API as a client without a browser uses it.
 * Every answer is checked against the wire schema; problems become AppErrors with the portal's code.
 */
export class PortalClient {
  private cookie = '';

  constructor(
    readonly origin: string,
    readonly account: LocalAccount,
  ) {}

  /** Headers that carry the session, for requests made by other libraries (tus). */
  get headers(): Record<string, string> {
    return { cookie: this.cookie, origin: this.origin };
  }

  /** Sends a request; throws an AppError for every status of 400 and above. */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...this.headers, ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(new URL(path, this.origin), { ...init, headers });
    if (response.status < 400) return response;
    const problem = problemBody.safeParse(await response.json().catch(() => null));
    throw problem.success
      ? new AppError(problem.data.code, problem.data.detail ?? problem.data.title)
      : new AppError('HTTP_ERROR', `${path} answered ${response.status}.`);
  }

  private async get<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> {
    return schema.parse(await (await this.send(path)).json());
  }

  private async post<T extends z.ZodType>(
    path: string,
    body: unknown,
    schema: T,
  ): Promise<z.output<T>> {
    const response = await this.send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return schema.parse(await response.json());
  }

  network() {
    return this.get('/api/network', network);
  }

  /** Sign-In with Ethereum (EIP-4361); keeps the session cookie. */
  async signIn(chainId: number): Promise<void> {
    const { nonce } = await this.get('/api/auth/nonce', authNonce);
    const message = createSiweMessage({
      address: this.account.address,
      chainId,
      domain: new URL(this.origin).host,
      nonce,
      uri: this.origin,
      version: '1',
    });
    const response = await this.send('/api/auth/verify', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ message, signature: await this.account.signMessage({ message }) }),
    });
    this.cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
  }

  requestStorage(body: RequestStorageJson) {
    return this.post('/api/request-storage', body, dealAccepted);
  }

  deal(id: string) {
    return this.get(`/api/deals/${id}`, dealSnapshot);
  }

  plan(id: string) {
    return this.get(`/api/deals/${id}/plan`, plan);
  }

  confirm(id: string, planId: string) {
    return this.post(`/api/deals/${id}/confirm`, { planId }, dealAccepted);
  }

  cancel(id: string) {
    return this.post(`/api/deals/${id}/cancel`, {}, dealAccepted);
  }

  retrieve(id: string) {
    return this.post(`/api/deals/${id}/retrievals`, {}, retrievalAccepted);
  }

  retrieval(id: string) {
    return this.get(`/api/retrievals/${id}`, retrieval);
  }

  /** Body of a finished retrieval. */
  content(id: string, init?: RequestInit): Promise<Response> {
    return this.send(`/api/retrievals/${id}/content`, init);
  }

  nodes() {
    return this.get('/api/nodes?limit=100', nodePage);
  }
}
