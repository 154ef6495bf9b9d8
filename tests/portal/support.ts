import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bytesToHex } from 'viem';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';
import * as agentSessionRoute from '@/app/api/agent/session/route';
import * as nonceRoute from '@/app/api/auth/nonce/route';
import * as verifyRoute from '@/app/api/auth/verify/route';
import { agentSessionTypes, platformDomain } from '@/lib/core/protocol';
import type { RouteHandler } from '@/lib/server/http';
import { setTestEnv } from '@/tests/support';

export const ORIGIN = 'http://127.0.0.1:3000';
export const REGISTRY = '0x00000000000000000000000000000000000000a1';

/** A wallet or operator that exists nowhere else. */
export const newAccount = (): PrivateKeyAccount => privateKeyToAccount(generatePrivateKey());
export const lower = (value: string) => value.toLowerCase() as `0x${string}`;

/** Contract addresses for tests that need no chain behind them. */
export function withoutChain(): () => void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'msp-portal-test-'));
  const file = path.join(folder, '31337.json');
  const at = (digit: string) => `0x${digit.padStart(40, '0')}`;
  const addresses = {
    registry: REGISTRY,
    factory: at('a2'),
    ledger: at('a3'),
    beacon: at('a4'),
    forwarder: at('a5'),
  };
  const genesisHash = `0x${'11'.repeat(32)}`;
  fs.writeFileSync(
    file,
    JSON.stringify({ chainId: 31337, genesisHash, deployedAtBlock: 1, addresses }),
  );
  setTestEnv({ DEPLOYMENT_FILE: file, OBJECT_STORE_DIR: path.join(folder, 'objects') });
  return () => fs.rmSync(folder, { recursive: true, force: true });
}

export interface CallOptions {
  method?: string;
  body?: unknown;
  raw?: BodyInit;
  headers?: Record<string, string>;
  params?: Record<string, string>;
}

/** Calls a route handler as Next would. */
export function call(handler: RouteHandler, url: string, options: CallOptions = {}) {
  const { method = 'GET', body, raw, headers = {}, params = {} } = options;
  const type: Record<string, string> =
    body === undefined ? {} : { 'content-type': 'application/json' };
  const request = new Request(new URL(url, ORIGIN), {
    method,
    headers: { ...type, ...headers },
    body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
  });
  return handler(request, { params: Promise.resolve(params) });
}

/** Status and code of a refused call. */
export async function refusal(response: Response): Promise<[number, string]> {
  const problem = (await response.json()) as { code: string; status: number };
  if (problem.status !== response.status) throw new Error('body and status differ');
  return [response.status, problem.code];
}

export interface SiweChanges {
  domain?: string;
  uri?: string;
  chainId?: number;
  nonce?: string;
  issuedAt?: Date;
  expirationTime?: Date;
  notBefore?: Date;
}

/** A sign-in body with a fresh nonce unless the changes name one. */
export async function signInBody(account: PrivateKeyAccount, changes: SiweChanges = {}) {
  const { nonce } = await (await call(nonceRoute.GET, '/api/auth/nonce')).json();
  const message = createSiweMessage({
    address: account.address,
    domain: new URL(ORIGIN).host,
    uri: ORIGIN,
    version: '1',
    chainId: 31337,
    nonce,
    issuedAt: new Date(),
    ...changes,
  });
  return { message, signature: await account.signMessage({ message }) };
}

export const verify = (body: unknown, headers: Record<string, string> = {}) =>
  call(verifyRoute.POST, '/api/auth/verify', { method: 'POST', body, headers });

/** Signs in and returns the cookie to send. */
export async function signIn(account: PrivateKeyAccount): Promise<{ cookie: string }> {
  const response = await verify(await signInBody(account));
  if (!response.ok) throw new Error(await response.text());
  return { cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] as string };
}

export interface SessionChanges {
  portal?: string;
  nonce?: `0x${string}`;
  issuedAt?: number;
  expiresAt?: number;
}

/** A signed agent session request. */
export async function sessionBody(
  account: PrivateKeyAccount,
  changes: SessionChanges = {},
  registry: `0x${string}` = REGISTRY,
) {
  const now = Math.floor(Date.now() / 1000);
  const message = {
    operator: lower(account.address),
    portal: ORIGIN,
    nonce: bytesToHex(randomBytes(32)),
    issuedAt: now,
    expiresAt: now + 120,
    ...changes,
  };
  const signature = await account.signTypedData({
    domain: platformDomain(31337, registry),
    types: agentSessionTypes,
    primaryType: 'AgentSession',
    message: {
      ...message,
      issuedAt: BigInt(message.issuedAt),
      expiresAt: BigInt(message.expiresAt),
    },
  });
  return { ...message, signature };
}

export const openSession = (body: unknown) =>
  call(agentSessionRoute.POST, '/api/agent/session', { method: 'POST', body });

/** Opens an agent session and returns the header to send. */
export async function agentAuth(account: PrivateKeyAccount, registry?: `0x${string}`) {
  const response = await openSession(await sessionBody(account, {}, registry));
  if (!response.ok) throw new Error(await response.text());
  const { token } = (await response.json()) as { token: string };
  return { authorization: `Bearer ${token}` };
}
