import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logger } from '@/lib/server/logger';
import { startTestDatabase, type TestDatabase, waitFor } from '@/tests/support';
import { pause, runElected, type Singleton } from './singleton';

describe('runElected', () => {
  let database: TestDatabase;
  const stops: AbortController[] = [];
  const runs: Promise<void>[] = [];
  beforeEach(async () => {
    database = await startTestDatabase();
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) stop.abort();
    await Promise.all(runs.splice(0));
    await database.stop();
  });

  /** A candidate that notes who leads; `running` tells how many run at the same time. */
  const running = new Set<string>();
  let most = 0;
  function candidate(id: string, run?: Singleton['run']): AbortController {
    const stop = new AbortController();
    const singleton: Singleton = {
      name: 'test',
      run: async (signal, log) => {
        running.add(id);
        most = Math.max(most, running.size);
        try {
          await (run ? run(signal, log) : pause(60_000, signal));
        } finally {
          running.delete(id);
        }
      },
    };
    const options = { databaseUrl: database.url, retryMs: 50, heartbeatMs: 100, log: logger };
    stops.push(stop);
    runs.push(runElected(singleton, stop.signal, options));
    return stop;
  }
  const leads = (id: string) => waitFor(() => running.has(id), { what: `${id} to lead` });

  it('lets one candidate run and another take over when it stops', async () => {
    most = 0;
    const a = candidate('a');
    await leads('a');
    candidate('b');
    candidate('c');
    await pause(200, new AbortController().signal);
    expect([...running]).toEqual(['a']);
    a.abort();
    await waitFor(() => running.has('b') || running.has('c'));
    expect(most).toBe(1);
  });

  it('stops the run before another begins when its connection is lost', async () => {
    most = 0;
    candidate('a');
    await leads('a');
    candidate('b');
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    const { rowCount } = await admin.query(
      `SELECT pg_terminate_backend(pid)
       FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
       WHERE locktype = 'advisory' AND granted AND datname = current_database()`,
    );
    await admin.end();
    expect(rowCount).toBe(1);
    await waitFor(() => running.size === 1);
    expect(running.size).toBe(1);
  });

  it('runs again after an error', async () => {
    let times = 0;
    candidate('a', async (signal) => {
      times += 1;
      if (times < 3) throw new Error('boom');
      await pause(60_000, signal);
    });
    await waitFor(() => times === 3);
    await leads('a');
  });

  it('keeps different names apart', async () => {
    candidate('a');
    await leads('a');
    const stop = new AbortController();
    stops.push(stop);
    let ran = false;
    runs.push(
      runElected(
        {
          name: 'another',
          run: async () => {
            ran = true;
          },
        },
        stop.signal,
        { databaseUrl: database.url, retryMs: 50, log: logger },
      ),
    );
    await waitFor(() => ran);
  });
});
