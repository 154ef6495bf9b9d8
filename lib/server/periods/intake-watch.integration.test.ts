import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { periodOf, periodStart } from '@/lib/core/protocol/clock';
import { db } from '@/lib/server/db';
import { followerAt, makeNode, startTestFolder, word } from '@/lib/server/lifecycle/testing/world';
import { setTestEnv, startTestDatabase, type TestDatabase } from '@/tests/support';
import { closeDuePeriods } from './close-periods';
import { watchIntake } from './intake-watch';

/** Seconds of a period in the test profile. */
const T = 20;

let database: TestDatabase;
let folder: ReturnType<typeof startTestFolder>;
let portal: Server;
beforeAll(async () => {
  database = await startTestDatabase();
  folder = startTestFolder();
  portal = createServer((_, response) => response.end());
  await new Promise<void>((done) => portal.listen(0, '127.0.0.1', done));
  const { port } = portal.address() as AddressInfo;
  setTestEnv({ PORTAL_ORIGIN: `http://127.0.0.1:${port}` });
});
beforeEach(async () => {
  await db().period.deleteMany();
  await db().workerHeartbeat.deleteMany();
});
afterAll(async () => {
  await database.stop();
  folder.remove();
  portal.close();
});

const watchedUntil = (beatAt: Date) =>
  db().workerHeartbeat.create({ data: { id: 'intake-watch', beatAt, leads: [] } });

describe('an outage of portal and worker', () => {
  it('is downtime even if agents were back before the worker', async () => {
    const current = periodOf(Date.now() / 1000, T);
    await watchedUntil(new Date(periodStart(current - 4n, T) * 1000));
    await makeNode(1, {}, { lastSeenAt: new Date() });
    await watchIntake(null);
    const rows = await db().period.findMany({
      where: { index: { lt: current } },
      orderBy: { index: 'asc' },
    });
    expect(rows.map((row) => row.downSeconds)).toEqual([T, T, T, T]);
  });

  it('keeps periods open until it is known how long it was', async () => {
    const current = periodOf(Date.now() / 1000, T);
    const [before, outage] = [current - 4n, current - 3n];
    await db().period.createMany({
      data: [
        { index: before, seed: word(before), status: 'CLOSED' },
        { index: outage, seed: word(outage) },
      ],
    });
    await followerAt(BigInt(periodStart(outage + 1n, T)) + 3n);
    await watchedUntil(new Date(periodStart(outage, T) * 1000));
    const status = async () =>
      (await db().period.findUniqueOrThrow({ where: { index: outage } })).status;
    await closeDuePeriods({ newestPeriod: async () => current });
    expect(await status()).toBe('OPEN');
    await watchIntake(null);
    await closeDuePeriods({ newestPeriod: async () => current });
    expect(await status()).toBe('VOID');
  });
});
