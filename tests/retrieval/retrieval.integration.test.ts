import { createHash } from 'node:crypto';
import pino from 'pino';
import { zeroAddress } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { POST as requestRoute } from '@/app/api/deals/[id]/retrievals/route';
import { HEAD as contentHead, GET as contentRoute } from '@/app/api/retrievals/[id]/content/route';
import { GET as viewRoute } from '@/app/api/retrievals/[id]/route';
import { hourOfWeek, hoursMapHex, hoursToMap } from '@/lib/core/nodes';
import { retrieval as retrievalSchema } from '@/lib/core/protocol';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import type { Address } from '@/lib/core/protocol/primitives';
import { profiles } from '@/lib/core/protocol/profiles';
import { issueToken } from '@/lib/server/auth/tokens';
import { db } from '@/lib/server/db';
import { wakeJob } from '@/lib/server/jobs';
import { objectStore } from '@/lib/server/object-store';
import { collectRetrievals } from '@/lib/server/retrieval';
import { recordArrival } from '@/lib/server/retrieval/arrivals';
import { retrieveJobKey } from '@/lib/server/retrieval/job-key';
import { runRetrieval } from '@/lib/server/retrieval/run-retrieval';
import { uploadLocks } from '@/lib/server/uploads';
import { startTestDatabase, type TestDatabase, waitFor } from '@/tests/support';
import { type Behaviour, FakeNode } from './fake-node';
import { randomAddress, type StoredDeal, storeDeal } from './stored-deal';

const log = pino({ level: 'silent' });
const profile = profiles.test as { retrievalStallSeconds: number };
/** Seconds: tests that need stalls do not wait long, those that must not have one never see it. */
const SHORT_STALL = 0.6;
const LONG_STALL = 60;
const usualStall = profile.retrievalStallSeconds;

let database: TestDatabase;
let stored: StoredDeal;
let nodes: FakeNode[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(async () => {
  profile.retrievalStallSeconds = usualStall;
  await uploadLocks().close();
  await database.stop();
});
beforeEach(async () => {
  profile.retrievalStallSeconds = SHORT_STALL;
  stored = await storeDeal();
});
afterEach(async () => {
  for (const node of nodes) await node.stop();
  nodes = [];
});

/** Starts the deal's nodes; behaviours by shard number. */
async function startNodes(behaviours: Partial<Record<number, Behaviour>> = {}): Promise<void> {
  nodes = stored.nodes.map((operator) => new FakeNode(stored, operator));
  for (const [shard, node] of nodes.entries()) {
    node.behaviour = behaviours[shard] ?? 'deliver';
    await node.start();
  }
}

async function asClient(client: Address, headers: Record<string, string> = {}) {
  const { token } = await issueToken('CLIENT', client, 600);
  return { cookie: `msp_session=${token}`, ...headers };
}

async function ask(client = stored.client, ref = stored.dealId): Promise<Response> {
  const url = `http://127.0.0.1:3000/api/deals/${ref}/retrievals`;
  const request = new Request(url, { method: 'POST', headers: await asClient(client) });
  return requestRoute(request, { params: Promise.resolve({ id: ref }) });
}
const askedId = async () => ((await (await ask()).json()) as { retrievalId: string }).retrievalId;

async function content(id: string, headers: Record<string, string> = {}, client = stored.client) {
  const url = `http://127.0.0.1:3000/api/retrievals/${id}/content`;
  const request = new Request(url, { headers: await asClient(client, headers) });
  return contentRoute(request, { params: Promise.resolve({ id }) });
}
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const isRestored = async (id: string) => (await bytesOf(await content(id))).equals(stored.data);

async function view(id: string, client = stored.client) {
  const request = new Request(`http://127.0.0.1:3000/api/retrievals/${id}`, {
    headers: await asClient(client),
  });
  return viewRoute(request, { params: Promise.resolve({ id }) });
}
const current = async (id: string) => retrievalSchema.parse(await (await view(id)).json());

/** Runs the job as often as its queue would. */
async function run(id: string, signal = AbortSignal.timeout(150_000)): Promise<void> {
  const isOpen = async () => {
    const row = await db().retrieval.findUniqueOrThrow({ where: { id } });
    return ['REQUESTED', 'FETCHING', 'DECODING'].includes(row.status);
  };
  while (await isOpen()) await runRetrieval(id, { signal, log });
}
const statuses = async (id: string, status: string) =>
  (await db().retrievalShard.findMany({ where: { retrievalId: id } })).filter(
    (row) => row.status === status,
  );
const setSeen = (operators: readonly string[], at: Date) =>
  db().nodeProfile.updateMany({
    where: { operator: { in: [...operators] } },
    data: { lastSeenAt: at },
  });
const LONG_AGO = new Date(0);

describe('a retrieval', () => {
  test('gives the file back, with ranges, a safe name and a digest, to its owner only', async () => {
    profile.retrievalStallSeconds = LONG_STALL;
    await startNodes();
    const response = await ask();
    expect(response.status).toBe(202);
    const { retrievalId: id } = (await response.json()) as { retrievalId: string };
    expect((await content(id)).status).toBe(409);
    await run(id);

    const whole = await content(id);
    expect(whole.status).toBe(200);
    expect((await bytesOf(whole)).equals(stored.data)).toBe(true);
    const sha256 = createHash('sha256').update(stored.data).digest();
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-length': `${stored.data.length}`,
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="r_sum_ _final_.pdf"; filename*=UTF-8''r%C3%A9sum%C3%A9%20%22final%22.pdf`,
      digest: `sha-256=${sha256.toString('base64')}`,
      'accept-ranges': 'bytes',
    });
    const range = { range: 'bytes=4000-4100' };
    const part = await content(id, range);
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 4000-4100/7001');
    expect(await bytesOf(part)).toEqual(stored.data.subarray(4000, 4101));
    expect((await content(id, { ...range, 'if-range': '"another"' })).status).toBe(200);
    expect((await content(id, { range: 'bytes=7001-' })).status).toBe(416);
    const head = await contentHead(
      new Request('http://127.0.0.1:3000/x', {
        method: 'HEAD',
        headers: await asClient(stored.client),
      }),
      { params: Promise.resolve({ id }) },
    );
    expect([head.status, head.headers.get('content-length'), head.body]).toEqual([
      200,
      '7001',
      null,
    ]);

    const stranger = randomAddress();
    expect((await content(id, {}, stranger)).status).toBe(404);
    expect((await view(id, stranger)).status).toBe(404);
    expect((await ask(stranger)).status).toBe(404);
    expect(await current(id)).toMatchObject({ status: 'READY', bytesReady: 7001 });
    const told = await db().inboxEvent.findMany({ where: { recipient: stored.client } });
    expect(told.map((event) => event.type)).toEqual(['retrieval.ready']);
  });

  test('replaces silent, hanging and corrupt holders while it runs', async () => {
    await startNodes({ 0: 'corrupt', 1: 'silent', 2: 'half' });
    const id = await askedId();
    await run(id);
    expect(await current(id)).toMatchObject({ status: 'READY' });
    expect(await isRestored(id)).toBe(true);
    expect((await statuses(id, 'GOOD')).map((row) => row.shard).sort()).toEqual([3, 3, 4, 4]);
  });

  test('notices a shard that differs in one bit, and never uses it', async () => {
    stored = await storeDeal(2, 3);
    await startNodes({ 0: 'corrupt', 1: 'half' });
    const id = await askedId();
    const running = run(id);
    const corrupt = await waitFor(async () => {
      const rows = await statuses(id, 'CORRUPT');
      return rows.length === 2 && nodes[1]!.urls.size === 2 ? rows : null;
    });
    for (const row of corrupt) {
      expect(row).toMatchObject({ shard: 0, reason: expect.stringMatching(/^CommD is 0x/) });
    }
    for (const order of nodes[1]!.orders) expect(await nodes[1]!.finish(order)).toBe(204);
    await running;
    expect(await isRestored(id)).toBe(true);
    expect((await nodes[0]!.create(nodes[0]!.orders[0]!, 2032)).status).toBe(409);
  });

  test('takes the shard of a holder that only seemed to stall', async () => {
    await startNodes({ 0: 'half', 1: 'half', 2: 'half', 3: 'half', 4: 'deliver' });
    const id = await askedId();
    const running = run(id);
    const late = nodes[2]!;
    await waitFor(
      async () => (await statuses(id, 'STALLED')).filter((r) => r.shard === 2).length === 2,
    );
    for (const order of late.orders) expect(await late.finish(order)).toBe(204);
    await running;
    expect(await isRestored(id)).toBe(true);
  });

  test('tells the rest to stop as soon as there is enough, and refuses what they send', async () => {
    profile.retrievalStallSeconds = LONG_STALL;
    stored = await storeDeal(2, 3);
    await startNodes({ 0: 'half', 1: 'silent', 2: 'silent' });
    const id = await askedId();
    const running = run(id);
    const [slow, ...others] = nodes;
    await waitFor(() => slow!.urls.size === 2 && others.every((n) => n.orders.length === 2));
    for (const node of others) {
      node.behaviour = 'deliver';
      for (const order of node.orders) expect(await node.bring(order)).toBe(204);
    }
    await running;
    await waitFor(() => slow!.cancelled.includes(id));
    expect(others.every((node) => node.cancelled.length === 0)).toBe(true);
    for (const order of slow!.orders) {
      expect(await slow!.finish(order)).toBe(409);
      expect((await slow!.create(order, slow!.payload(order).length)).status).toBe(409);
    }
    expect(await isRestored(id)).toBe(true);
  });

  test('asks only k and a margin at first', async () => {
    profile.retrievalStallSeconds = LONG_STALL;
    await startNodes();
    const id = await askedId();
    await run(id);
    const asked = new Set(nodes.filter((node) => node.orders.length > 0));
    expect(asked.size).toBe(3);
  });
});

describe('too few holders', () => {
  test('fails within a bounded time, with the numbers and who is missing', async () => {
    await startNodes({ 1: 'corrupt' });
    await setSeen(stored.nodes.slice(2), LONG_AGO);
    const id = await askedId();
    await run(id);
    const result = await current(id);
    expect(result.status).toBe('FAILED');
    expect(result.failure?.code).toBe('RETRIEVAL_TOO_FEW_HOLDERS');
    expect(result.failure?.message).toMatch(/^2 computers are needed and 1 can be reached\./);
    const missing = stored.nodes[3]!;
    expect(result.failure?.message).toContain(`${missing.slice(0, 6)}…${missing.slice(-4)}`);
    expect((await content(id)).status).toBe(409);
    const told = await db().inboxEvent.findMany({ where: { recipient: stored.client } });
    expect(told[0]).toMatchObject({ type: 'retrieval.failed' });
    expect(told[0]?.payload).toMatchObject({ code: 'RETRIEVAL_TOO_FEW_HOLDERS' });
    expect(await askedId()).not.toBe(id);
  });

  test('waits for holders that have promised to come back, and says when', async () => {
    await startNodes();
    await setSeen(stored.nodes.slice(1), LONG_AGO);
    const next = hourOfWeek(BigInt(Math.floor(Date.now() / 20_000)) + 5n);
    await db().slot.updateMany({
      where: { dealId: stored.dealId, node: { in: stored.nodes.slice(1) } },
      data: { hoursMap: hoursMapHex(hoursToMap([next])) },
    });
    const id = await askedId();
    const signal = AbortSignal.timeout(150_000);
    await waitFor(async () => {
      await runRetrieval(id, { signal, log });
      return (await statuses(id, 'GOOD')).length === 2;
    });
    // A worker that finds nothing to do leaves its place, and comes back later.
    const waitingJobs = () => db().$queryRaw<{ later: boolean }[]>`
      SELECT start_after > now() AS later FROM pgboss.job
      WHERE name = 'retrieve' AND state = 'created' AND data->>'retrievalId' = ${id}`;
    await db().$executeRaw`DELETE FROM pgboss.job WHERE name = 'retrieve'`;
    await runRetrieval(id, { signal, log });
    expect(await waitingJobs()).toEqual([{ later: true }]);
    const waiting = await current(id);
    expect(waiting.status).toBe('FETCHING');
    expect(waiting.waitingFor).toMatch(
      /^2 computers are needed and 1 can be reached\. Expected back: 0x.* at \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
    );
    await recordArrival({ retrievalId: id, segment: 0, shard: 0 }, 1n); // settled: wakes nobody
    expect(await waitingJobs()).toEqual([{ later: true }]);
    await wakeJob('retrieve', retrieveJobKey(id));
    expect(await waitingJobs()).toEqual([{ later: false }]);
    await setSeen(stored.nodes.slice(1, 2), new Date());
    await run(id);
    expect(await isRestored(id)).toBe(true);
  });
});

describe('interruptions', () => {
  test('a run that was killed at any point is continued by the next', async () => {
    await startNodes({ 0: 'half', 1: 'half' });
    const id = await askedId();
    for (const after of [20, 150, 300, 450]) {
      const killed = runRetrieval(id, { signal: AbortSignal.timeout(after), log });
      await killed.catch((error: Error) => expect(error.name).toMatch(/Abort|Timeout/));
    }
    await run(id);
    expect(await isRestored(id)).toBe(true);
    const orders = nodes.flatMap((node) => node.orders.map((o) => `${node.operator}:${o.slot}`));
    expect(new Set(orders).size).toBe(orders.length);
  });

  test('killed while decoding: decoded again, told once', async () => {
    await startNodes();
    const id = await askedId();
    await run(id);
    await objectStore().delete(objectKeys.retrievalContent(id));
    await db().retrieval.update({ where: { id }, data: { status: 'DECODING', bytesReady: 5n } });
    await Promise.all([run(id), run(id)]);
    expect(await current(id)).toMatchObject({ status: 'READY', bytesReady: 7001 });
    expect(await isRestored(id)).toBe(true);
    expect(await db().inboxEvent.count({ where: { recipient: stored.client } })).toBe(1);
  });

  test('two runs at the same time ask nobody twice', async () => {
    await startNodes({ 0: 'silent' });
    const id = await askedId();
    await Promise.all([run(id), run(id), run(id)]);
    expect(await isRestored(id)).toBe(true);
    for (const node of nodes) {
      const slots = node.orders.map((order) => order.slot);
      expect(new Set(slots).size).toBe(slots.length);
    }
  });

  test('an agent that lost its address begins its upload again', async () => {
    await startNodes({ 0: 'half', 1: 'half', 2: 'half', 3: 'half', 4: 'half' });
    const id = await askedId();
    const running = run(id);
    await waitFor(() => nodes.filter((n) => n.urls.size === 2).length >= 2);
    for (const node of nodes.filter((n) => n.urls.size === 2)) {
      node.behaviour = 'deliver';
      for (const order of [...node.orders]) await node.bring(order);
    }
    await running;
    expect(await isRestored(id)).toBe(true);
  });

  test('a slot that was replaced meanwhile: its new holder is asked', async () => {
    await startNodes({ 0: 'silent', 1: 'silent', 2: 'silent', 3: 'silent' });
    await setSeen(stored.nodes.slice(0, 3), LONG_AGO);
    const id = await askedId();
    const running = run(id);
    await waitFor(() => nodes[3]!.orders.length === 2);
    const heir = nodes[4]!;
    for (const index of [3, 8]) {
      const key = { dealId_index_generation: { dealId: stored.dealId, index, generation: 0 } };
      const { dealId, generation, ...rest } = await db().slot.update({
        where: key,
        data: { state: 'ENDED' },
      });
      const next = { ...rest, dealId, generation: 1, node: heir.operator, state: 'LIVE' as const };
      await db().slot.create({ data: next });
    }
    await running;
    expect(await isRestored(id)).toBe(true);
    expect(heir.orders.map((order) => order.generation).sort()).toEqual([0, 0, 1, 1]);
  });
});

describe('requests', () => {
  test('share a retrieval that is under way or not expired, and no other', async () => {
    await startNodes();
    const ids = await Promise.all([askedId(), askedId(), askedId()]);
    expect(new Set(ids).size).toBe(1);
    const id = ids[0]!;
    await run(id);
    expect(await askedId()).toBe(id);
    await db().retrieval.update({ where: { id }, data: { expiresAt: new Date(1) } });
    expect((await content(id)).status).toBe(410);
    expect(await askedId()).not.toBe(id);
  });

  test('join what a repair has begun, and only then is anybody told', async () => {
    await startNodes();
    const dealId = stored.dealId;
    const { id } = await db().retrieval.create({ data: { dealId, requester: zeroAddress } });
    expect(await askedId()).toBe(id);
    await run(id);
    expect(await isRestored(id)).toBe(true);
    expect(await db().inboxEvent.count({ where: { recipient: stored.client } })).toBe(1);

    const other = await db().retrieval.create({ data: { dealId, requester: zeroAddress } });
    await run(other.id);
    expect(await db().inboxEvent.count({ where: { recipient: zeroAddress } })).toBe(0);
  });

  test('by the contract address as well; not before the deal is active', async () => {
    expect((await ask(stored.client, stored.deal)).status).toBe(202);
    const other = await storeDeal();
    await db().deal.update({ where: { id: other.dealId }, data: { status: 'PENDING' } });
    const refused = await ask(other.client, other.dealId);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: 'DEAL_WRONG_STATUS' });
  });
});

describe('shards of nodes', () => {
  test('are taken only from whom they were asked, with the right length', async () => {
    await startNodes(Object.fromEntries([0, 1, 2, 3, 4].map((i) => [i, 'silent'])));
    const id = await askedId();
    const stop = new AbortController();
    const running = runRetrieval(id, { signal: stop.signal, log });
    const asked = await waitFor(() => nodes.find((node) => node.orders.length > 0));
    const order = asked.orders[0]!;
    const bytes = asked.payload(order).length;
    const other = nodes.find((node) => node !== asked)!;
    const code = async (response: Response) => ((await response.json()) as { code: string }).code;

    expect(await code(await other.create(order, bytes))).toBe('UPLOAD_FOREIGN');
    expect(await code(await asked.create(order, bytes + 1))).toBe('UPLOAD_METADATA_INVALID');
    expect(await code(await asked.create({ ...order, deal: randomAddress() }, bytes))).toBe(
      'UPLOAD_NOT_FOUND',
    );
    expect(await code(await asked.create({ ...order, slot: 99 }, bytes))).toBe('UPLOAD_NOT_FOUND');
    const created = await asked.create(order, bytes);
    const url = created.headers.get('location')!;
    expect((await other.send('HEAD', url, {})).status).toBe(403);
    expect((await other.patch(url, 0, new Uint8Array(3))).status).toBe(403);
    expect((await asked.patch(url, 0, new Uint8Array(bytes + 1))).status).toBeGreaterThanOrEqual(
      400,
    );
    expect((await asked.send('HEAD', `${url}x`, {})).status).toBe(404);
    stop.abort();
    await running.catch((error: Error) => expect(error.name).toBe('AbortError'));
  });
});

describe('collecting', () => {
  test('drops shards when the content is there, and everything when it has expired', async () => {
    await startNodes();
    const id = await askedId();
    await run(id);
    const keys = async () => {
      const found: string[] = [];
      for await (const { key } of objectStore().list(objectKeys.retrievalPrefix(id)))
        found.push(key);
      return found;
    };
    expect((await keys()).length).toBeGreaterThan(4);
    const { signal } = new AbortController();
    await collectRetrievals(signal);
    expect(await keys()).toEqual([objectKeys.retrievalContent(id)]);
    expect((await content(id)).status).toBe(200);
    await db().retrieval.update({ where: { id }, data: { expiresAt: new Date(1) } });
    await collectRetrievals(signal);
    expect(await keys()).toEqual([]);
    expect((await content(id)).status).toBe(410);
    expect(await current(id)).toMatchObject({ status: 'EXPIRED' });
  });
});
