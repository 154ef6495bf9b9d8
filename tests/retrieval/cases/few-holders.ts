import { describe, expect, test } from 'vitest';
import { hourOfWeek, hoursMapHex, hoursToMap } from '@/lib/core/nodes';
import { db } from '@/lib/server/db';
import { wakeJob } from '@/lib/server/jobs';
import { recordArrival } from '@/lib/server/retrieval/arrivals';
import { retrieveJobKey } from '@/lib/server/retrieval/job-key';
import { runRetrieval } from '@/lib/server/retrieval/run-retrieval';
import { waitFor } from '@/tests/support';

import { LONG_AGO, log, type RetrievalWorld, run, setSeen, statuses, stepsOf } from '../world';

export function fewHolders(world: RetrievalWorld): void {
  const { startNodes, askedId, content, isRestored, current } = stepsOf(world);

  describe('too few holders', () => {
    test('fails within a bounded time, with the numbers and who is missing', async () => {
      await startNodes({ 1: 'corrupt' });
      await setSeen(world.stored.nodes.slice(2), LONG_AGO);
      const id = await askedId();
      await run(id);
      const result = await current(id);
      expect(result.status).toBe('FAILED');
      expect(result.failure?.code).toBe('RETRIEVAL_TOO_FEW_HOLDERS');
      expect(result.failure?.message).toMatch(/^2 computers are needed and 1 can be reached\./);
      const missing = world.stored.nodes[3]!;
      expect(result.failure?.message).toContain(`${missing.slice(0, 6)}…${missing.slice(-4)}`);
      expect((await content(id)).status).toBe(409);
      const told = await db().inboxEvent.findMany({ where: { recipient: world.stored.client } });
      expect(told[0]).toMatchObject({ type: 'retrieval.failed' });
      expect(told[0]?.payload).toMatchObject({ code: 'RETRIEVAL_TOO_FEW_HOLDERS' });
      expect(await askedId()).not.toBe(id);
    });

    test('waits for holders that have promised to come back, and says when', async () => {
      await startNodes();
      await setSeen(world.stored.nodes.slice(1), LONG_AGO);
      const next = hourOfWeek(BigInt(Math.floor(Date.now() / 20_000)) + 5n);
      await db().slot.updateMany({
        where: { dealId: world.stored.dealId, node: { in: world.stored.nodes.slice(1) } },
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
      await setSeen(world.stored.nodes.slice(1, 2), new Date());
      await run(id);
      expect(await isRestored(id)).toBe(true);
    });
  });
}
