import { describe, expect, test } from 'vitest';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { db } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';
import { runRetrieval } from '@/lib/server/retrieval/run-retrieval';
import { waitFor } from '@/tests/support';

import { LONG_AGO, log, type RetrievalWorld, run, setSeen, stepsOf } from '../world';

export function interruptions(world: RetrievalWorld): void {
  const { startNodes, askedId, isRestored, current } = stepsOf(world);

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
      const orders = world.nodes.flatMap((node) =>
        node.orders.map((o) => `${node.operator}:${o.slot}`),
      );
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
      expect(await db().inboxEvent.count({ where: { recipient: world.stored.client } })).toBe(1);
    });

    test('two runs at the same time ask nobody twice', async () => {
      await startNodes({ 0: 'silent' });
      const id = await askedId();
      await Promise.all([run(id), run(id), run(id)]);
      expect(await isRestored(id)).toBe(true);
      for (const node of world.nodes) {
        const slots = node.orders.map((order) => order.slot);
        expect(new Set(slots).size).toBe(slots.length);
      }
    });

    test('an agent that lost its address begins its upload again', async () => {
      await startNodes({ 0: 'half', 1: 'half', 2: 'half', 3: 'half', 4: 'half' });
      const id = await askedId();
      const running = run(id);
      await waitFor(() => world.nodes.filter((n) => n.urls.size === 2).length >= 2);
      for (const node of world.nodes.filter((n) => n.urls.size === 2)) {
        node.behaviour = 'deliver';
        for (const order of [...node.orders]) await node.bring(order);
      }
      await running;
      expect(await isRestored(id)).toBe(true);
    });

    test('a slot that was replaced meanwhile: its new holder is asked', async () => {
      await startNodes({ 0: 'silent', 1: 'silent', 2: 'silent', 3: 'silent' });
      await setSeen(world.stored.nodes.slice(0, 3), LONG_AGO);
      const id = await askedId();
      const running = run(id);
      await waitFor(() => world.nodes[3]!.orders.length === 2);
      const heir = world.nodes[4]!;
      for (const index of [3, 8]) {
        const key = {
          dealId_index_generation: { dealId: world.stored.dealId, index, generation: 0 },
        };
        const { dealId, generation, ...rest } = await db().slot.update({
          where: key,
          data: { state: 'ENDED' },
        });
        const next = {
          ...rest,
          dealId,
          generation: 1,
          node: heir.operator,
          state: 'LIVE' as const,
        };
        await db().slot.create({ data: next });
      }
      await running;
      expect(await isRestored(id)).toBe(true);
      expect(heir.orders.map((order) => order.generation).sort()).toEqual([0, 0, 1, 1]);
    });
  });
}
