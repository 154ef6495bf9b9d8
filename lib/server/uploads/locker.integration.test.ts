import { afterAll, beforeAll, expect, it } from 'vitest';
import { pgPool } from '@/lib/server/db';
import { startTestDatabase, type TestDatabase, waitFor } from '@/tests/support';
import { LockSession } from './lock-session';
import { PostgresLocker } from './locker';

let database: TestDatabase;
// Two sessions stand for two portal processes.
const sessions = [new LockSession(), new LockSession()] as const;
const never = new AbortController().signal;

beforeAll(async () => {
  database = await startTestDatabase();
});

afterAll(async () => {
  for (const session of sessions) await session.close();
  await database.stop();
});

it.each([
  ['in one process', 0],
  ['in another process', 1],
])('asks the holder %s to let go, and waits until it does', async (_where, other) => {
  const first = new PostgresLocker(sessions[0]).newLock('upload');
  const second = new PostgresLocker(sessions[other] as LockSession).newLock('upload');
  let isAsked = false;
  let isSecondIn = false;
  await first.lock(never, () => {
    isAsked = true;
  });
  const waiting = second
    .lock(never, () => undefined)
    .then(() => {
      isSecondIn = true;
    });
  await waitFor(async () => isAsked);
  expect(isSecondIn).toBe(false);
  await first.unlock();
  await waiting;
  await second.unlock();
});

it('keeps locks of different uploads apart', async () => {
  const locker = new PostgresLocker(sessions[0]);
  const locks = ['a', 'b'].map((id) => locker.newLock(id));
  await Promise.all(locks.map((lock) => lock.lock(never, () => undefined)));
  await Promise.all(locks.map((lock) => lock.unlock()));
});

it('gives up after its time, and at once when the request is gone', async () => {
  const holder = new PostgresLocker(sessions[0]).newLock('held');
  await holder.lock(never, () => undefined);
  const timeout = new PostgresLocker(sessions[1], 150).newLock('held');
  await expect(timeout.lock(never, () => undefined)).rejects.toMatchObject({ status_code: 500 });
  const gone = new PostgresLocker(sessions[1]).newLock('held');
  await expect(gone.lock(AbortSignal.abort(), () => undefined)).rejects.toBeDefined();
  await holder.unlock();
});

it('tells holders when the connection that carries the locks is lost, and works again', async () => {
  const session = new LockSession();
  const lock = new PostgresLocker(session).newLock('lost');
  let isTold = false;
  await lock.lock(never, () => {
    isTold = true;
  });
  await session.close();
  await waitFor(async () => isTold);
  await lock.unlock();
  await lock.lock(never, () => undefined);
  await lock.unlock();
  await session.close();
});

it('survives a server that shuts its connection, which tells of it twice', async () => {
  const session = new LockSession();
  const lock = new PostgresLocker(session).newLock('shut');
  let told = 0;
  await lock.lock(never, () => {
    told++;
  });
  // Without a handler for each of the two errors the process would end here.
  await pgPool().query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'msp-upload-locks'`,
  );
  await waitFor(async () => told > 0);
  await lock.unlock();
  await lock.lock(never, () => undefined);
  expect(told).toBe(1);
  await session.close();
});
