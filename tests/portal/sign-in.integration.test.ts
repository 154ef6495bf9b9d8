import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as slotsRoute from '@/app/api/agent/slots/route';
import * as logoutRoute from '@/app/api/auth/logout/route';
import * as sessionRoute from '@/app/api/auth/session/route';
import * as dealsRoute from '@/app/api/deals/route';
import { setTestEnv, startTestDatabase, type TestDatabase } from '@/tests/support';
import {
  agentAuth,
  call,
  lower,
  newAccount,
  openSession,
  refusal,
  sessionBody,
  signIn,
  signInBody,
  verify,
  withoutChain,
} from './support';

let database: TestDatabase;
let cleanUp: () => void;

beforeAll(async () => {
  database = await startTestDatabase();
  cleanUp = withoutChain();
});

afterAll(async () => {
  await database.stop();
  cleanUp();
});

const whoAmI = async (headers: Record<string, string>) =>
  (await (await call(sessionRoute.GET, '/api/auth/session', { headers })).json()) as {
    address: string | null;
    admin: boolean;
  };

describe('sign-in of clients', () => {
  it('opens a session that logout ends', async () => {
    const account = newAccount();
    const response = await verify(await signInBody(account));
    const setCookie = response.headers.get('set-cookie') ?? '';
    expect(setCookie).toMatch(/HttpOnly/);
    expect(setCookie).toMatch(/SameSite=Lax/);
    expect(setCookie).not.toMatch(/Secure/);
    const headers = { cookie: `other=1; ${setCookie.split(';')[0]}` };
    expect(await whoAmI(headers)).toMatchObject({ address: lower(account.address), admin: false });

    const out = await call(logoutRoute.POST, '/api/auth/logout', { method: 'POST', headers });
    expect(out.status).toBe(204);
    expect(await whoAmI(headers)).toMatchObject({ address: null });
    expect(await refusal(await call(dealsRoute.GET, '/api/deals', { headers }))).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
  });

  it('marks the cookie Secure on https and knows admins', async () => {
    const account = newAccount();
    setTestEnv({ PORTAL_ORIGIN: 'https://storage.example', ADMIN_ADDRESSES: account.address });
    try {
      const changes = { domain: 'storage.example', uri: 'https://storage.example/' };
      const response = await verify(await signInBody(account, changes));
      expect(response.headers.get('set-cookie')).toMatch(/Secure/);
      expect(await response.json()).toMatchObject({ admin: true });
    } finally {
      setTestEnv({ PORTAL_ORIGIN: 'http://127.0.0.1:3000', ADMIN_ADDRESSES: '' });
    }
  });

  it('refuses a replayed message', async () => {
    const body = await signInBody(newAccount());
    expect((await verify(body)).status).toBe(200);
    expect(await refusal(await verify(body))).toEqual([401, 'NONCE_USED']);
  });

  it('lets one of two simultaneous uses of a nonce win', async () => {
    const body = await signInBody(newAccount());
    const answers = await Promise.all([verify(body), verify(body), verify(body)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it.each([
    ['another domain', { domain: 'evil.example' }, 'SIGN_IN_REFUSED'],
    ['another URI', { uri: 'https://evil.example/' }, 'SIGN_IN_REFUSED'],
    ['another chain', { chainId: 1 }, 'SIGN_IN_REFUSED'],
    ['a nonce of its own', { nonce: 'abcdefgh12345678' }, 'NONCE_UNKNOWN'],
    ['a past expiry', { expirationTime: new Date(Date.now() - 1000) }, 'SIGNATURE_EXPIRED'],
    ['an old issue time', { issuedAt: new Date(Date.now() - 3_600_000) }, 'SIGNATURE_EXPIRED'],
    ['a later start', { notBefore: new Date(Date.now() + 3_600_000) }, 'SIGN_IN_REFUSED'],
  ])('refuses a message with %s', async (_what, changes, code) => {
    expect(await refusal(await verify(await signInBody(newAccount(), changes)))).toEqual([
      401,
      code,
    ]);
  });

  it('refuses the signature of another wallet and text that is no sign-in message', async () => {
    const { message } = await signInBody(newAccount());
    const signature = await newAccount().signMessage({ message });
    expect(await refusal(await verify({ message, signature }))).toEqual([401, 'SIGNATURE_INVALID']);
    const other = await verify({ message: 'Log me in, please', signature });
    expect(await refusal(other)).toEqual([401, 'SIGN_IN_REFUSED']);
  });

  it('refuses other sites', async () => {
    const body = await signInBody(newAccount());
    const foreign = await verify(body, { origin: 'https://evil.example' });
    expect(await refusal(foreign)).toEqual([403, 'ORIGIN_REFUSED']);
    const cross = await verify(body, { 'sec-fetch-site': 'cross-site' });
    expect(await refusal(cross)).toEqual([403, 'ORIGIN_REFUSED']);
    expect((await verify(body, { origin: 'http://localhost:3000' })).status).toBe(200);
  });
});

describe('sessions of agents', () => {
  it('gives a bearer token that opens agent routes and nothing of clients', async () => {
    const headers = await agentAuth(newAccount());
    const slots = await call(slotsRoute.GET, '/api/agent/slots', { headers });
    expect(await slots.json()).toEqual({ slots: [] });
    const token = headers.authorization.replace('Bearer ', '');
    const asCookie = { cookie: `msp_session=${token}` };
    expect((await whoAmI(asCookie)).address).toBeNull();
  });

  it('refuses client cookies, no token and wrong tokens', async () => {
    const cookie = await signIn(newAccount());
    const wrong = { authorization: `Bearer ${'x'.repeat(43)}` };
    for (const headers of [cookie, {}, wrong] as Record<string, string>[]) {
      const response = await call(slotsRoute.GET, '/api/agent/slots', { headers });
      expect(await refusal(response)).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  it('refuses a replayed request', async () => {
    const body = await sessionBody(newAccount());
    expect((await openSession(body)).status).toBe(200);
    expect(await refusal(await openSession(body))).toEqual([401, 'NONCE_USED']);
  });

  const now = Math.floor(Date.now() / 1000);
  it.each([
    ['for another portal', { portal: 'https://evil.example' }, 401, 'AGENT_SESSION_INVALID'],
    ['over five minutes', { issuedAt: now, expiresAt: now + 301 }, 400, 'AGENT_SESSION_TOO_LONG'],
    ['that ends before it begins', { expiresAt: now - 10 }, 400, 'AGENT_SESSION_TOO_LONG'],
    ['that has expired', { issuedAt: now - 200, expiresAt: now - 1 }, 401, 'SIGNATURE_EXPIRED'],
    ['of the future', { issuedAt: now + 900, expiresAt: now + 1000 }, 401, 'AGENT_SESSION_INVALID'],
  ])('refuses a request %s', async (_what, changes, status, code) => {
    expect(await refusal(await openSession(await sessionBody(newAccount(), changes)))).toEqual([
      status,
      code,
    ]);
  });

  it('refuses what somebody else signed, or for another registry', async () => {
    const body = await sessionBody(newAccount());
    const stolen = { ...body, operator: lower(newAccount().address) };
    expect(await refusal(await openSession(stolen))).toEqual([401, 'SIGNATURE_INVALID']);
    const elsewhere = await sessionBody(newAccount(), {}, lower(newAccount().address));
    expect(await refusal(await openSession(elsewhere))).toEqual([401, 'SIGNATURE_INVALID']);
  });
});
