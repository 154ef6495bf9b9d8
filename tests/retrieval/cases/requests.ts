import { zeroAddress } from 'viem';
import { describe, expect, test } from 'vitest';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { db } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';
import { collectRetrievals } from '@/lib/server/retrieval';
import { runRetrieval } from '@/lib/server/retrieval/run-retrieval';
import { waitFor } from '@/tests/support';
import { randomAddress, storeDeal } from '../stored-deal';

import { log, type RetrievalWorld, run, stepsOf } from '../world';

export function requests(world: RetrievalWorld): void {
  const { startNodes, ask, askedId, content, isRestored, current } = stepsOf(world);

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
      const dealId = world.stored.dealId;
      const { id } = await db().retrieval.create({ data: { dealId, requester: zeroAddress } });
      expect(await askedId()).toBe(id);
      await run(id);
      expect(await isRestored(id)).toBe(true);
      expect(await db().inboxEvent.count({ where: { recipient: world.stored.client } })).toBe(1);

      const other = await db().retrieval.create({ data: { dealId, requester: zeroAddress } });
      await run(other.id);
      expect(await db().inboxEvent.count({ where: { recipient: zeroAddress } })).toBe(0);
    });

    test('by the contract address as well; not before the deal is active', async () => {
      expect((await ask(world.stored.client, world.stored.deal)).status).toBe(202);
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
      const asked = await waitFor(() => world.nodes.find((node) => node.orders.length > 0));
      const order = asked.orders[0]!;
      const bytes = asked.payload(order).length;
      const other = world.nodes.find((node) => node !== asked)!;
      const code = async (response: Response) => ((await response.json()) as { code: string }).code;

      expect(await code(await other.create(order, bytes))).toBe('UPLOAD_FOREIGN');
      expect(await code(await asked.create(order, bytes + 1))).toBe('UPLOAD_METADATA_INVALID');
      expect(await code(await asked.create({ ...order, deal: randomAddress() }, bytes))).toBe(
        'UPLOAD_NOT_FOUND',
      );
      expect(await code(await asked.create({ ...order, slot: 99 }, bytes))).toBe(
        'UPLOAD_NOT_FOUND',
      );
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
}
