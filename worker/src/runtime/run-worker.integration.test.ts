import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '@/lib/server/db';
import { boss, enqueue, type JobContext } from '@/lib/server/jobs';
import { startTestDatabase, type TestDatabase, waitFor } from '@/tests/support';
import { type AnyJob, runWorker } from './run-worker';

const log = pino({ level: 'silent' });
let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

function start(jobs: AnyJob[]) {
  const stop = new AbortController();
  const options = { databaseUrl: database.url, jobs, singletons: [], graceSeconds: 5, log };
  const ended = runWorker(options, stop.signal);
  return {
    stop: async () => {
      stop.abort();
      await ended;
    },
  };
}

async function stateOf(queue: string): Promise<string[]> {
  const sql = 'SELECT state::text FROM pgboss.job WHERE name = $1';
  const { rows } = await (await boss()).getDb().executeSql(sql, [queue]);
  return rows.map((row: { state: string }) => row.state);
}

test('runs a job as soon as it is committed and tries a failed one again', async () => {
  const seen: string[] = [];
  const run = async ({ dealId }: { dealId: string }) => {
    seen.push(dealId);
    if (seen.length === 1) throw new Error('first time');
  };
  const worker = start([{ queue: 'encode', concurrency: 1, run }]);
  await waitFor(() => db().workerHeartbeat.findFirst());
  await enqueue('encode', { dealId: 'a' });
  await waitFor(async () => (await stateOf('encode'))[0] === 'completed');
  expect(seen).toEqual(['a', 'a']);
  await worker.stop();
  expect(await db().workerHeartbeat.count()).toBe(0);
});

test('runs no more jobs of a queue at a time than it may', async () => {
  let now = 0;
  let most = 0;
  const gates: (() => void)[] = [];
  const run = async () => {
    most = Math.max(most, ++now);
    await new Promise<void>((resolve) => gates.push(resolve));
    now--;
  };
  const worker = start([{ queue: 'repair', concurrency: 2, run }]);
  const payload = { dealId: 'a', slot: 0, generation: 0, reason: 'test' };
  for (let i = 0; i < 5; i++) await enqueue('repair', payload);
  for (let i = 0; i < 5; i++) (await waitFor(() => gates.shift()))();
  await waitFor(async () => (await stateOf('repair')).every((state) => state === 'completed'));
  expect(most).toBe(2);
  await worker.stop();
});

test('takes up the job of a worker that died, and leaves that of a living one alone', async () => {
  await enqueue('publish', { dealId: 'dead', planId: 'p' });
  // What a killed worker leaves: marked as running, and nobody holds the lock.
  await (await boss()).fetch('publish');
  const seen: string[] = [];
  let finish: () => void = () => undefined;
  const run = async ({ dealId }: { dealId: string }) => {
    seen.push(dealId);
    if (dealId === 'slow')
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
  };
  const worker = start([{ queue: 'publish', concurrency: 2, run }]);
  await enqueue('publish', { dealId: 'slow', planId: 'p' });
  await waitFor(() => seen.includes('dead'));
  // Longer than the sweep leaves a running job alone.
  const age = `SELECT 1 FROM pgboss.job WHERE data->>'dealId' = 'slow' AND started_on < now() - interval '7 seconds'`;
  await waitFor(async () => (await (await boss()).getDb().executeSql(age, [])).rows.length > 0);
  expect(seen.sort()).toEqual(['dead', 'slow']);
  finish();
  await waitFor(async () => (await stateOf('publish')).every((state) => state === 'completed'));
  await worker.stop();
});

test('a job that a shutdown interrupts waits for the next worker without back-off', async () => {
  const run = (_: unknown, { signal }: JobContext) =>
    new Promise<void>((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason)),
    );
  const worker = start([{ queue: 'retrieve', concurrency: 1, run }]);
  await enqueue('retrieve', { retrievalId: 'r' });
  await waitFor(async () => (await stateOf('retrieve'))[0] === 'active');
  await worker.stop();
  expect(await stateOf('retrieve')).toEqual(['retry']);
  const [job] = await (await boss()).fetch('retrieve');
  expect(job?.data).toEqual({ retrievalId: 'r' });
});
