import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { newAdmin } from '../admin/support';
import { randomAddress } from '../rows';
import { agentAuth, newAccount, ORIGIN, signIn, withoutChain } from '../support';
import { allHandlers, callAt, type Handler, type Method, methods, mutations } from './handlers';
import { openPatterns, whoMay } from './who-may';

type Headers = Record<string, string>;

const id = randomUUID();
const operator = randomAddress();
const values = { id, deal: operator, slot: '0', generation: '0', period: '7', operator, path: id };

let database: TestDatabase;
let cleanUp: () => void;
let all: Handler[];
let wallet: Headers;
let admin: Headers;
let agent: Headers;

beforeAll(async () => {
  database = await startTestDatabase();
  cleanUp = withoutChain();
  all = await allHandlers();
  wallet = await signIn(newAccount());
  agent = await agentAuth(newAccount());
  admin = (await newAdmin()).headers;
});

afterAll(async () => {
  await database.stop();
  cleanUp();
});

const isTus = ({ pattern }: Handler) => pattern.endsWith('[[...path]]');

/** `401 POST /api/…` of each call that is not answered with one of `wanted`. */
async function notRefused(
  handlers: Handler[],
  which: readonly Method[],
  headers: Headers,
  wanted: readonly number[],
): Promise<string[]> {
  const found: string[] = [];
  for (const handler of handlers) {
    for (const method of which) {
      // tus tells its abilities to anybody.
      if (method === 'OPTIONS' && isTus(handler)) continue;
      const { status } = await callAt(handler, method, values, headers);
      if (!wanted.includes(status)) found.push(`${status} ${method} ${handler.pattern}`);
    }
  }
  return found;
}

const of = (...access: string[]) => all.filter(({ pattern }) => access.includes(whoMay(pattern)));

describe('every route of the portal', () => {
  it('is known to this test: what is open is named, and is there', () => {
    const patterns = all.map(({ pattern }) => pattern);
    expect(patterns.length).toBeGreaterThan(60);
    expect(openPatterns.filter((pattern) => !patterns.includes(pattern))).toEqual([]);
  });

  it('asks nobody in who has not signed in', async () => {
    const closed = of('client', 'agent', 'admin');
    expect(await notRefused(closed, methods, {}, [401, 405])).toEqual([]);
    const forged = { cookie: 'msp_session=forged', authorization: 'Bearer forged' };
    expect(await notRefused(closed, methods, forged, [401, 405])).toEqual([]);
  });

  it('has at least one method that works for those it is for', async () => {
    const who: Record<string, Headers> = { all: {}, client: wallet, agent, admin };
    const shut: string[] = [];
    for (const handler of all.filter((item) => !isTus(item))) {
      const headers = who[whoMay(handler.pattern)];
      const calls = methods.map((method) => callAt(handler, method, values, headers));
      const answers = await Promise.all(calls);
      await Promise.all(answers.map(({ body }) => body?.cancel()));
      if (answers.every(({ status }) => [401, 403, 405].includes(status))) {
        shut.push(handler.pattern);
      }
    }
    expect(shut).toEqual([]);
  });

  it('of administrators refuses wallets and nodes', async () => {
    expect(await notRefused(of('admin'), methods, wallet, [403, 405])).toEqual([]);
    expect(await notRefused(of('admin'), methods, agent, [401, 405])).toEqual([]);
  });

  it('of nodes takes no wallet, and of wallets no node', async () => {
    expect(await notRefused(of('agent'), methods, admin, [401, 405])).toEqual([]);
    expect(await notRefused(of('client'), methods, agent, [401, 405])).toEqual([]);
  });
});

describe('a page of another site', () => {
  const foreign: Headers[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:9999' },
    { origin: `${ORIGIN}.evil.example` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];

  for (const headers of foreign) {
    it(`changes nothing with a visitor’s cookie: ${JSON.stringify(headers)}`, async () => {
      for (const visitor of [wallet, admin]) {
        const sent = { ...visitor, ...headers };
        const open = of('all', 'client', 'admin');
        expect(await notRefused(open, mutations, sent, [403, 405])).toEqual([]);
        // Nodes carry a token that no browser sends by itself.
        expect(await notRefused(of('agent'), mutations, sent, [401, 403, 405])).toEqual([]);
      }
    });
  }

  it('is refused for its origin and for nothing else', async () => {
    const own: Headers = { ...admin, origin: ORIGIN, 'sec-fetch-site': 'same-origin' };
    const codes = new Set<string>();
    for (const handler of of('client', 'admin').filter((item) => !isTus(item))) {
      for (const method of mutations) {
        const ours = await callAt(handler, method, values, own);
        expect(ours.status, `${method} ${handler.pattern}`).not.toBe(403);
        if (ours.status === 405) continue;
        const theirs = await callAt(handler, method, values, { ...own, ...foreign[0] });
        codes.add(((await theirs.json()) as { code: string }).code);
      }
    }
    expect([...codes]).toEqual(['ORIGIN_REFUSED']);
  });

  it('may read nothing: no answer is shared with its origin', async () => {
    const shared: string[] = [];
    for (const handler of all) {
      for (const method of ['GET', 'OPTIONS'] as const) {
        const headers = { ...wallet, origin: 'https://evil.example' };
        const answer = await callAt(handler, method, values, headers);
        await answer.body?.cancel();
        const allowed = answer.headers.get('access-control-allow-origin');
        if (allowed && allowed !== ORIGIN) shared.push(`${method} ${handler.pattern}: ${allowed}`);
      }
    }
    expect(shared).toEqual([]);
  });
});
