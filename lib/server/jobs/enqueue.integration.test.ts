import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '@/lib/server/db';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { boss, enqueue, enqueueDue } from '.';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

const waiting = async (queue: string) => (await boss()).getQueueSize(queue);

test('a job exists only when its transaction commits', async () => {
  const failing = db().$transaction(async (tx) => {
    await enqueue('encode', { dealId: 'a' }, { tx });
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  expect(await waiting('encode')).toBe(0);
  await db().$transaction(async (tx) => {
    await enqueue('encode', { dealId: 'a' }, { tx });
  });
  const [job] = await (await boss()).fetch<{ dealId: string }>('encode');
  expect(job?.data).toEqual({ dealId: 'a' });
});

test('one job waits per singleton key, and a later call brings it forward', async () => {
  await enqueue(
    'settle',
    { dealId: 'd', period: '1' },
    { singletonKey: 'd', startAfterSeconds: 600 },
  );
  expect(await (await boss()).fetch('settle')).toEqual([]);
  await enqueue('settle', { dealId: 'd', period: '1' }, { singletonKey: 'd' });
  expect(await waiting('settle')).toBe(1);
  const jobs = await (await boss()).fetch('settle');
  expect(jobs).toHaveLength(1);
  // The first is running now, so the next one is a new job.
  await enqueue('settle', { dealId: 'd', period: '2' }, { singletonKey: 'd' });
  expect(await waiting('settle')).toBe(1);
});

test('jobs without a key do not exclude each other', async () => {
  await enqueue('plan', { dealId: 'a' });
  await enqueue('plan', { dealId: 'a' });
  expect(await waiting('plan')).toBe(2);
});

test('a job that fails for good lies in the dead-letter queue', async () => {
  const instance = await boss();
  await enqueue('gc', {});
  for (;;) {
    const [job] = await instance.fetch('gc', { ignoreStartAfter: true });
    if (!job) break;
    await instance.fail('gc', job.id, { message: 'no' });
  }
  expect(await waiting('gc.dead')).toBe(1);
});

test('what is due and fails leaves one job, tried again within seconds', async () => {
  const instance = await boss();
  const due = () => enqueueDue('close-period', { period: '7' }, 'close-period');
  await due();
  for (let failures = 0; failures < 6; failures++) {
    await due();
    const [job] = await instance.fetch('close-period', { ignoreStartAfter: true });
    await due();
    await instance.fail('close-period', job!.id, { message: 'no' });
  }
  await due();
  const jobs = await db().$queryRaw<{ wait: number }[]>`
    SELECT extract(epoch FROM start_after - now())::float8 AS "wait" FROM pgboss.job
    WHERE name = 'close-period'`;
  expect(jobs).toHaveLength(1);
  expect(jobs[0]!.wait).toBeLessThanOrEqual(10);
});
