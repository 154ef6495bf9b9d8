import type { ServerResponse } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { fixedToken, type StubPortal, silentLog, startStubPortal } from '../testing/stub-portal';
import { followInbox, type RawInboxEvent } from './inbox';
import { PortalClient } from './portal-client';

let portal: StubPortal;
const stop = new AbortController();
afterEach(async () => {
  stop.abort();
  await portal.stop();
});

function send(response: ServerResponse, seq: number, type = 'slot.offered'): void {
  response.write(`id: ${seq}\nevent: ${type}\ndata: {"n":${seq}}\n\n`);
}

it('continues after the last handled event over cuts, and acknowledges only handled ones', async () => {
  const seen: string[] = [];
  const acked: number[] = [];
  const asked: string[] = [];
  let failOnce = true;
  const done = new Promise<void>((resolve) => {
    portal = undefined as unknown as StubPortal;
    void startStubPortal({
      'GET /api/agent/inbox': ({ headers }, response) => {
        const after = Number(headers['last-event-id']);
        asked.push(`${after}`);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(': hello\n\n');
        for (let seq = after + 1; seq <= 5; seq++) send(response, seq);
        if (after < 3) setTimeout(() => response.destroy(), 50);
      },
      'POST /api/agent/inbox/ack': (request) => {
        acked.push(Number(request.json<{ upTo: string }>().upTo));
        if (acked.at(-1) === 5) resolve();
        return {};
      },
    }).then((started) => {
      portal = started;
      const client = new PortalClient(portal.url);
      client.authenticate(fixedToken);
      void followInbox({
        portal: client,
        log: silentLog,
        signal: stop.signal,
        after: 1n,
        handle: async (event: RawInboxEvent) => {
          if (event.seq === 4n && failOnce) {
            failOnce = false;
            throw new Error('disk full');
          }
          seen.push(`${event.seq}:${event.type}`);
        },
        connected: () => undefined,
        disconnected: () => undefined,
      });
    });
  });
  await done;
  expect(asked.slice(0, 2)).toEqual(['1', '3']);
  expect(acked).toEqual([2, 3, 4, 5]);
  expect(seen).toEqual(['2', '3', '4', '5'].map((seq) => `${seq}:slot.offered`));
});
