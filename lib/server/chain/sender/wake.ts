import pg from 'pg';
import type { Logger } from 'pino';

export interface Wake {
  /** Resolves with the next notification that names `payload`; callers poll beside it. */
  next(payload: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Listens on a PostgreSQL channel with a connection of its own. When that breaks, waiters fall
 * back to their polls, and the connection is opened again at the next call.
 */
export async function listen(databaseUrl: string, channel: string, log: Logger): Promise<Wake> {
  const waiters = new Map<string, { promise: Promise<void>; resolve(): void }>();
  let client: pg.Client | undefined;
  let opening: Promise<void> | undefined;
  let closed = false;

  const wake = (payload: string) => {
    waiters.get(payload)?.resolve();
    waiters.delete(payload);
  };
  const drop = (broken: pg.Client) => {
    if (client === broken) client = undefined;
    broken.removeAllListeners('notification');
  };
  const open = async () => {
    const fresh = new pg.Client({ connectionString: databaseUrl, application_name: 'msp-wake' });
    fresh.on('error', () => drop(fresh));
    fresh.on('end', () => drop(fresh));
    fresh.on('notification', (message) => wake(message.payload ?? ''));
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${channel}`);
      client = fresh;
    } catch (error) {
      log.warn({ err: error, channel }, 'cannot listen; polling meanwhile');
      await fresh.end().catch(() => undefined); // never connected
    }
  };
  const ensure = async () => {
    if (client || closed) return;
    opening ??= open().finally(() => {
      opening = undefined;
    });
    await opening;
  };

  await ensure();
  return {
    next(payload) {
      void ensure();
      let waiter = waiters.get(payload);
      if (!waiter) {
        waiter = withResolver();
        waiters.set(payload, waiter);
      }
      return waiter.promise;
    },
    async close() {
      closed = true;
      await opening;
      await client?.end().catch(() => undefined); // already broken
    },
  };
}

function withResolver() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
