import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { HEAD as contentHead } from '@/app/api/retrievals/[id]/content/route';
import { db } from '@/lib/server/db';
import { waitFor } from '@/tests/support';
import { randomAddress, storeDeal } from '../stored-deal';

import {
  allowStalls,
  asClient,
  bytesOf,
  LONG_STALL,
  type RetrievalWorld,
  run,
  statuses,
  stepsOf,
} from '../world';

export function delivery(world: RetrievalWorld): void {
  const { startNodes, ask, askedId, content, isRestored, view, current } = stepsOf(world);

  describe('a retrieval', () => {
    test('gives the file back, with ranges, a safe name and a digest, to its owner only', async () => {
      allowStalls(LONG_STALL);
      await startNodes();
      const response = await ask();
      expect(response.status).toBe(202);
      const { retrievalId: id } = (await response.json()) as { retrievalId: string };
      expect((await content(id)).status).toBe(409);
      await run(id);

      const whole = await content(id);
      expect(whole.status).toBe(200);
      expect((await bytesOf(whole)).equals(world.stored.data)).toBe(true);
      const sha256 = createHash('sha256').update(world.stored.data).digest();
      expect(Object.fromEntries(whole.headers)).toMatchObject({
        'content-length': `${world.stored.data.length}`,
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="r_sum_ _final_.pdf"; filename*=UTF-8''r%C3%A9sum%C3%A9%20%22final%22.pdf`,
        digest: `sha-256=${sha256.toString('base64')}`,
        'accept-ranges': 'bytes',
      });
      const range = { range: 'bytes=4000-4100' };
      const part = await content(id, range);
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe('bytes 4000-4100/7001');
      expect(await bytesOf(part)).toEqual(world.stored.data.subarray(4000, 4101));
      expect((await content(id, { ...range, 'if-range': '"another"' })).status).toBe(200);
      expect((await content(id, { range: 'bytes=7001-' })).status).toBe(416);
      const head = await contentHead(
        new Request('http://127.0.0.1:3000/x', {
          method: 'HEAD',
          headers: await asClient(world.stored.client),
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
      const told = await db().inboxEvent.findMany({ where: { recipient: world.stored.client } });
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
      world.stored = await storeDeal(2, 3);
      await startNodes({ 0: 'corrupt', 1: 'half' });
      const id = await askedId();
      const running = run(id);
      const corrupt = await waitFor(async () => {
        const rows = await statuses(id, 'CORRUPT');
        return rows.length === 2 && world.nodes[1]!.urls.size === 2 ? rows : null;
      });
      for (const row of corrupt) {
        expect(row).toMatchObject({ shard: 0, reason: expect.stringMatching(/^CommD is 0x/) });
      }
      for (const order of world.nodes[1]!.orders)
        expect(await world.nodes[1]!.finish(order)).toBe(204);
      await running;
      expect(await isRestored(id)).toBe(true);
      expect((await world.nodes[0]!.create(world.nodes[0]!.orders[0]!, 2032)).status).toBe(409);
    });

    test('takes the shard of a holder that only seemed to stall', async () => {
      await startNodes({ 0: 'half', 1: 'half', 2: 'half', 3: 'half', 4: 'deliver' });
      const id = await askedId();
      const running = run(id);
      const late = world.nodes[2]!;
      await waitFor(
        async () => (await statuses(id, 'STALLED')).filter((r) => r.shard === 2).length === 2,
      );
      for (const order of late.orders) expect(await late.finish(order)).toBe(204);
      await running;
      expect(await isRestored(id)).toBe(true);
    });

    test('tells the rest to stop as soon as there is enough, and refuses what they send', async () => {
      allowStalls(LONG_STALL);
      world.stored = await storeDeal(2, 3);
      await startNodes({ 0: 'half', 1: 'silent', 2: 'silent' });
      const id = await askedId();
      const running = run(id);
      const [slow, ...others] = world.nodes;
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
      allowStalls(LONG_STALL);
      await startNodes();
      const id = await askedId();
      await run(id);
      const asked = new Set(world.nodes.filter((node) => node.orders.length > 0));
      expect(asked.size).toBe(3);
    });
  });
}
