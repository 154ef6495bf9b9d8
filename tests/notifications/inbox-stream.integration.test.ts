import { randomBytes } from 'node:crypto';
import { createParser } from 'eventsource-parser';
import { bytesToHex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POST as ackAgent } from '@/app/api/agent/inbox/ack/route';
import { GET as agentInbox } from '@/app/api/agent/inbox/route';
import { GET as clientInbox } from '@/app/api/inbox/route';
import type { Address } from '@/lib/core/protocol/primitives';
import { issueToken } from '@/lib/server/auth/tokens';
import { db } from '@/lib/server/db';
import { notify } from '@/lib/server/notifications';
import { startTestDatabase, type TestDatabase, waitFor } from '@/tests/support';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

const context = { params: Promise.resolve({}) };
const URL_BASE = 'http://127.0.0.1:3000/api/agent/inbox';

async function someone() {
  const operator = bytesToHex(randomBytes(20)) as Address;
  const { token } = await issueToken('AGENT', operator, 600);
  return { operator, headers: { authorization: `Bearer ${token}` } as Record<string, string> };
}

/** An open stream and what came over it. */
function read(response: Response, gone: AbortController) {
  const events: { id?: string; event?: string; data: string }[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  const done = (async () => {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        parser.feed(decoder.decode(chunk, { stream: true }));
      }
    } catch (error) {
      if (!gone.signal.aborted) throw error;
    }
  })();
  return { events, ids: () => events.map((e) => Number(e.id)), done };
}

function open(headers: Record<string, string>, query = '') {
  const gone = new AbortController();
  const request = new Request(`${URL_BASE}${query}`, { headers, signal: gone.signal });
  return { gone, response: agentInbox(request, context) };
}

const send = (recipient: Address, i: number) =>
  notify(db(), { recipient, type: 'settled', payload: { i } });

describe('GET /api/agent/inbox', () => {
  test('streams events with their numbers and continues after Last-Event-ID', async () => {
    const { operator, headers } = await someone();
    for (const i of [1, 2, 3]) await send(operator, i);
    const first = open(headers);
    const response = await first.response;
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const stream = read(response, first.gone);
    await waitFor(() => stream.events.length === 3);
    await send(operator, 4);
    await waitFor(() => stream.events.length === 4);
    expect(stream.events[3]).toMatchObject({ id: '4', event: 'settled', data: '{"i":4}' });
    first.gone.abort();

    await send(operator, 5);
    const again = open({ ...headers, 'last-event-id': '3' }, '?after=1');
    const second = read(await again.response, again.gone);
    await waitFor(() => second.events.length === 2);
    expect(second.ids()).toEqual([4, 5]);
    again.gone.abort();

    const after = open(headers, '?after=4');
    const third = read(await after.response, after.gone);
    await waitFor(() => third.events.length === 1);
    expect(third.ids()).toEqual([5]);
    after.gone.abort();
  });

  test('what is acknowledged does not come again without a number', async () => {
    const { operator, headers } = await someone();
    for (const i of [1, 2, 3]) await send(operator, i);
    const request = new Request(`${URL_BASE}/ack`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ upTo: '2' }),
    });
    expect((await ackAgent(request, context)).status).toBe(204);
    const { gone, response } = open(headers);
    const stream = read(await response, gone);
    await waitFor(() => stream.events.length === 1);
    expect(stream.ids()).toEqual([3]);
    gone.abort();
  });

  test('an open inbox keeps its node seen', async () => {
    const { operator, headers } = await someone();
    const lastSeenAt = new Date(0);
    await db().nodeProfile.create({ data: { operator, timeZone: 'UTC', windows: [], lastSeenAt } });
    const seenAt = async () =>
      (await db().nodeProfile.findUniqueOrThrow({ where: { operator } })).lastSeenAt?.getTime() ??
      0;
    const { gone, response } = open(headers);
    await response;
    const before = Date.now() - 60_000;
    await waitFor(async () => (await seenAt()) > before);
    gone.abort();
  });

  test('needs a session of the right kind', async () => {
    const { headers } = await someone();
    expect((await open({}).response).status).toBe(401);
    const bad = open({ authorization: `Bearer ${'x'.repeat(43)}` });
    expect((await bad.response).status).toBe(401);
    const asClient = new Request('http://127.0.0.1:3000/api/inbox', { headers });
    expect((await clientInbox(asClient, context)).status).toBe(401);
  });
});
