import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db } from '@/lib/server/db';
import { uploadLocks } from '@/lib/server/uploads';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { makePublishedDeal, makeUpload, randomAddress, randomHash } from '../rows';
import { agentAuth, lower, newAccount, signIn, withoutChain } from '../support';
import { allHandlers, callAt, type Handler, methods } from './handlers';
import { whoMay } from './who-may';

type Headers = Record<string, string>;

let database: TestDatabase;
let cleanUp: () => void;
let all: Handler[];
let owner: Headers;
let node: Headers;
let stranger: Headers;
let otherNode: Headers;
/** What `owner` and `node` have, by the pattern that leads to it. */
let theirs: Record<string, string>;
const [client, operator] = [newAccount(), newAccount()];

beforeAll(async () => {
  database = await startTestDatabase();
  cleanUp = withoutChain();
  all = await allHandlers();
  owner = await signIn(client);
  node = await agentAuth(operator);
  stranger = await signIn(newAccount());
  otherNode = await agentAuth(newAccount());
});

// Owners may delete and cancel what they have: each test begins with all of it.
beforeEach(async () => {
  theirs = await possessions(lower(client.address), lower(operator.address));
});

afterAll(async () => {
  await uploadLocks().close();
  await database.stop();
  cleanUp();
});

async function possessions(client: string, operator: string): Promise<Record<string, string>> {
  const deal = await makePublishedDeal(client, operator);
  const retrieval = await db().retrieval.create({ data: { dealId: deal.id, requester: client } });
  const code = randomHash();
  await db().signupCode.create({
    data: {
      codeHash: code,
      createdBy: client,
      payload: {},
      expiresAt: new Date(Date.now() + 3_600_000),
    },
  });
  const relay = await db().relayRequest.create({
    data: {
      from: operator,
      to: randomAddress(),
      data: '0x',
      gas: 1n,
      nonce: 0,
      deadline: 1n,
      signature: '0x',
      selector: '0x00000000',
    },
  });
  return {
    '/api/deals/': deal.id,
    '/api/retrievals/': retrieval.id,
    '/api/signup/': code,
    '/api/files/': await makeUpload(client, { status: 'RECEIVING', received: 0n }),
    '/api/agent/shards/': `${deal.address}`,
    '/api/agent/proofs/porep/': `${deal.address}`,
    '/api/agent/relay/': relay.id,
  };
}

/** Bodies that are right in form, so that a refusal is about the caller. */
const bodies: Record<string, unknown> = {
  '/api/deals/[id]/plan': {},
  '/api/deals/[id]/confirm': { planId: randomHash() },
};

/** Routes with somebody's own thing in their address; listed by what they carry in brackets. */
const personal = () =>
  all.filter(
    ({ pattern }) =>
      ['client', 'agent'].includes(whoMay(pattern)) &&
      /\[(id|deal|\[\.\.\.path)\]/.test(pattern) &&
      !pattern.startsWith('/api/agent/files'),
  );

/** Ids of the same form that lead nowhere. */
function invented(real: Record<string, string>): Record<string, string> {
  const like = (value: string) =>
    value.length === 42 ? randomAddress() : value.length === 66 ? randomHash() : randomUUID();
  return Object.fromEntries(Object.entries(real).map(([key, value]) => [key, like(value)]));
}

/** Status of every method that the route has, called with somebody's ids. */
async function answers(
  handler: Handler,
  headers: Headers,
  ids: Record<string, string>,
): Promise<Record<string, number>> {
  const { pattern } = handler;
  const prefix = Object.keys(ids).find((start) => pattern.startsWith(start.slice(0, -1)));
  const id = ids[prefix ?? ''];
  if (!id) throw new Error(`Nobody has anything at ${pattern}: add it to possessions()`);
  const values = { id, deal: id, path: id, slot: '0', generation: '0' };
  const found: Record<string, number> = {};
  for (const method of methods) {
    if (method === 'OPTIONS' || (pattern.startsWith('/api/files') && method === 'POST')) continue;
    const answer = await callAt(handler, method, values, headers, bodies[pattern]);
    await answer.body?.cancel();
    if (answer.status !== 405) found[`${method} ${pattern}`] = answer.status;
  }
  return found;
}

const isAgents = ({ pattern }: Handler) => pattern.startsWith('/api/agent/');

describe('what belongs to somebody', () => {
  it('is hidden from every other wallet and node, by every method', async () => {
    const routes = personal();
    expect(routes.length).toBeGreaterThan(12);
    for (const handler of routes) {
      const headers = isAgents(handler) ? otherNode : stranger;
      for (const [call, status] of Object.entries(await answers(handler, headers, theirs))) {
        expect([403, 404], `${call} by a stranger: ${status}`).toContain(status);
      }
    }
  });

  it('looks to strangers as if it did not exist', async () => {
    // Slots and who holds them are on the chain for all to see; uploads have ids of 122 random bits
    // and are refused with 403. The rest is nobody's business.
    const isHidden = (item: Handler) => !isAgents(item) && !item.pattern.startsWith('/api/files');
    for (const handler of personal().filter(isHidden)) {
      const real = await answers(handler, stranger, theirs);
      expect(real).toEqual(await answers(handler, stranger, invented(theirs)));
    }
  });

  it('is there for its owner', async () => {
    for (const handler of personal()) {
      const headers = isAgents(handler) ? node : owner;
      for (const [call, status] of Object.entries(await answers(handler, headers, theirs))) {
        // A shard or a file that is not there yet is told as such; nothing is forbidden.
        expect([401, 403], `${call} by its owner: ${status}`).not.toContain(status);
      }
    }
  });

  it('tells its owner apart from a stranger on every route', async () => {
    const same: string[] = [];
    for (const handler of personal()) {
      const foreign = await answers(handler, isAgents(handler) ? otherNode : stranger, theirs);
      const own = await answers(handler, isAgents(handler) ? node : owner, theirs);
      if (JSON.stringify(own) === JSON.stringify(foreign)) same.push(handler.pattern);
    }
    expect(same).toEqual([]);
  });
});
