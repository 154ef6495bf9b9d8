import { encodeFunctionData } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as statusRoute from '@/app/api/agent/relay/[id]/route';
import * as nonceRoute from '@/app/api/agent/relay/nonce/route';
import * as relayRoute from '@/app/api/agent/relay/route';
import * as networkRoute from '@/app/api/network/route';
import * as nodeRoute from '@/app/api/nodes/[operator]/route';
import * as nodesRoute from '@/app/api/nodes/route';
import * as readyRoute from '@/app/api/ready/route';
import { microNodeRegistryAbi } from '@/lib/core/chain';
import { network, nodePage, readiness } from '@/lib/core/protocol';
import { deployment } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import {
  startTestChain,
  startTestDatabase,
  type TestChain,
  type TestDatabase,
} from '@/tests/support';
import {
  mirror,
  offer,
  register,
  registerCall,
  registration,
  type Signed,
  signForward,
  windows,
} from './registrations';
import { agentAuth, call, lower, newAccount, refusal } from './support';

let database: TestDatabase;
let chain: TestChain;

beforeAll(async () => {
  database = await startTestDatabase();
  chain = await startTestChain({ profile: 'test', blockSeconds: 0 });
});

afterAll(async () => {
  await chain?.stop();
  await database.stop();
});

describe('register-node', () => {
  it('queues the relay, keeps the profile, and answers the same request alike', async () => {
    const account = newAccount();
    const body = await registration(account);
    const response = await register(body);
    expect(response.status).toBe(202);
    const { relayId } = await response.json();
    expect(await (await register(body)).json()).toEqual({ relayId });
    const again = await registration(account, {}, { ...offer(), capacityBytes: 5n });
    expect(await refusal(await register(again))).toEqual([409, 'NODE_ALREADY_REGISTERED']);
    const relay = await db().relayRequest.findUniqueOrThrow({ where: { id: relayId } });
    expect(relay).toMatchObject({ from: body.operator, status: 'QUEUED' });
    const profile = await db().nodeProfile.findUniqueOrThrow({
      where: { operator: body.operator },
    });
    expect(profile).toMatchObject({
      timeZone: 'Europe/Berlin',
      windows,
      region: 'eu-central',
      subnet: '203.0.113.0/24',
    });
    const headers = await agentAuth(account, deployment().contracts.registry);
    const status = await call(statusRoute.GET, '/x', { headers, params: { id: relayId } });
    expect(await status.json()).toEqual({ status: 'queued' });
    const stranger = await agentAuth(newAccount(), deployment().contracts.registry);
    const hidden = await call(statusRoute.GET, '/x', {
      headers: stranger,
      params: { id: relayId },
    });
    expect(await refusal(hidden)).toEqual([404, 'NOT_FOUND']);
    const nonce = await call(nonceRoute.GET, '/api/agent/relay/nonce', { headers });
    expect(await nonce.json()).toEqual({ nonce: '1' });
  });

  it('refuses a node that is registered, by our rows and by the registry itself', async () => {
    const account = newAccount();
    await mirror(lower(account.address));
    expect(await refusal(await register(await registration(account)))).toEqual([
      409,
      'NODE_ALREADY_REGISTERED',
    ]);

    const direct = newAccount();
    const address = lower(direct.address);
    await chain.rpc('anvil_setBalance', [address, '0x56bc75e2d63100000']);
    await chain.rpc('anvil_impersonateAccount', [address]);
    const tx = { from: address, to: deployment().contracts.registry, data: registerCall(address) };
    await chain.rpc('eth_sendTransaction', [tx]);
    expect(await refusal(await register(await registration(direct)))).toEqual([
      409,
      'NODE_ALREADY_REGISTERED',
    ]);
    expect(await db().nodeProfile.count({ where: { operator: address } })).toBe(0);
  });

  it('refuses capacity 0, no hours, unknown zones and impossible windows', async () => {
    const account = newAccount();
    const answer = async (changes: Record<string, unknown>) =>
      refusal(await register(await registration(account, changes)));
    expect(await answer({ capacityBytes: '0' })).toEqual([400, 'NODE_CAPACITY_ZERO']);
    expect(await answer({ windows: [] })).toEqual([400, 'NODE_HOURS_EMPTY']);
    const minutes = [{ day: 0, from: '10:10', to: '10:50' }];
    expect(await answer({ windows: minutes })).toEqual([400, 'NODE_HOURS_EMPTY']);
    expect(await answer({ timeZone: 'Mars/Olympus' })).toEqual([400, 'NODE_TIME_ZONE_UNKNOWN']);
    const late = [{ day: 0, from: '25:00', to: '10:50' }];
    expect(await answer({ windows: late })).toEqual([400, 'BAD_REQUEST']);
    expect(await db().nodeProfile.count({ where: { operator: lower(account.address) } })).toBe(0);
  });

  it.each([
    ['payout', { payout: `0x${'12'.repeat(20)}` }],
    ['capacityBytes', { capacityBytes: '5' }],
    ['hoursMap', { windows: [{ day: 1, from: '00:00', to: '00:00' }] }],
    ['sender', { operator: `0x${'34'.repeat(20)}` }],
    [
      'rate',
      {
        parameters: {
          accepting: true,
          rate: '9',
          maxSpan: 160,
          minFileSize: '0',
          maxFileSize: `${1n << 40n}`,
        },
      },
    ],
  ])('refuses a body whose %s is not what was signed', async (field, changes) => {
    const response = await register(await registration(newAccount(), changes));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'NODE_FORWARD_MISMATCH',
      details: { field },
    });
  });

  it('refuses other calls, other signers, used nonces and expired requests', async () => {
    const account = newAccount();
    const data = registerCall(lower(account.address));
    const retire = encodeFunctionData({ abi: microNodeRegistryAbi, functionName: 'retire' });
    const answer = async (forward: Signed) =>
      refusal(await register(await registration(account, { forward })));
    expect(await answer(await signForward(account, retire))).toEqual([
      400,
      'NODE_FORWARD_MISMATCH',
    ]);
    const { signature } = await signForward(newAccount(), data);
    const { request } = await signForward(account, data);
    expect((await answer({ request, signature }))[1]).toBe('RELAY_SIGNATURE');
    expect((await answer(await signForward(account, data, { nonce: '7' })))[1]).toBe('RELAY_NONCE');
    const past = Math.floor(Date.now() / 1000) - 5;
    expect((await answer(await signForward(account, data, { deadline: past })))[1]).toBe(
      'RELAY_EXPIRED',
    );
    expect(await db().nodeProfile.count({ where: { operator: lower(account.address) } })).toBe(0);
  });

  it('refuses what the registry would refuse, in its words', async () => {
    const values = { ...offer(), parameters: { ...offer().parameters, maxSpan: 1 } };
    const response = await register(await registration(newAccount(), {}, values));
    expect(await response.json()).toMatchObject({
      code: 'RELAY_REVERTED',
      details: { revert: 'SPAN_OUT_OF_RANGE' },
    });
  });
});

describe('relay', () => {
  it('takes only the own calls of an agent', async () => {
    const headers = await agentAuth(newAccount(), deployment().contracts.registry);
    const other = newAccount();
    const body = await signForward(other, registerCall(lower(other.address)));
    const response = await call(relayRoute.POST, '/api/agent/relay', {
      method: 'POST',
      headers,
      body,
    });
    expect(await refusal(response)).toEqual([403, 'FORBIDDEN']);
  });
});

describe('reading the network', () => {
  it('describes itself by the schema', async () => {
    const body = network.parse(await (await call(networkRoute.GET, '/api/network')).json());
    expect(body).toMatchObject({
      chainId: 31337,
      profile: 'test',
      periodSeconds: 20,
      contracts: deployment().contracts,
    });
  });

  it('lists nodes in pages and one in detail', async () => {
    const operators = [1, 2, 3].map(() => lower(newAccount().address));
    for (const operator of operators) await mirror(operator);
    const seen: string[] = [];
    let query = '?limit=2';
    for (;;) {
      const page = nodePage.parse(await (await call(nodesRoute.GET, `/api/nodes${query}`)).json());
      seen.push(...page.nodes.map((node) => node.operator));
      if (page.nextCursor === null) break;
      query = `?limit=2&cursor=${page.nextCursor}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(operators));
    const one = await call(nodeRoute.GET, '/x', { params: { operator: operators[0] as string } });
    expect(await one.json()).toMatchObject({ rating: 7500, earned: '0', slots: { live: 0 } });
    const none = await call(nodeRoute.GET, '/x', {
      params: { operator: lower(newAccount().address) },
    });
    expect(await refusal(none)).toEqual([404, 'NODE_NOT_FOUND']);
  });

  it('is ready only with a worker', async () => {
    const before = await call(readyRoute.GET, '/api/ready');
    expect(before.status).toBe(503);
    const { checks } = readiness.parse(await before.json());
    expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['worker']);
    const now = new Date();
    await db().workerHeartbeat.create({ data: { id: 'worker:w', beatAt: now, leads: [] } });
    expect((await call(readyRoute.GET, '/api/ready')).status).toBe(200);
  });
});
