import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Logger } from 'pino';
import { serverEnv } from '@/lib/server/env';
import { logger } from '@/lib/server/logger';

/** Something of which at most one may run at a time over all worker processes. */
export interface Singleton {
  name: string;
  /** Runs while elected; must return soon after `signal` is aborted. */
  run(signal: AbortSignal, log: Logger): Promise<void>;
}

export interface ElectionOptions {
  databaseUrl?: string;
  /** Milliseconds between attempts to become the leader. */
  retryMs?: number;
  /** Milliseconds between checks that the leader's connection still lives. */
  heartbeatMs?: number;
  /** Told when leadership begins and ends. */
  onChange?(leading: boolean): void;
  log?: Logger;
}

const HEARTBEAT_TIMEOUT_MS = 10_000;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Takes part in the election for `singleton` until `signal` is aborted.
 *
 * The leader holds a session advisory lock on a connection of its own. When that connection is
 * lost the lock is too, so the run is aborted first and the election begins anew afterwards.
 */
export async function runElected(
  singleton: Singleton,
  signal: AbortSignal,
  options: ElectionOptions = {},
): Promise<void> {
  const log = (options.log ?? logger).child({ singleton: singleton.name });
  const retryMs = options.retryMs ?? 1000;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await standForElection(singleton, signal, options, log);
      failures = 0;
    } catch (error) {
      failures += 1;
      log.error({ err: error, failures }, 'singleton stopped by an error');
    }
    await pause(Math.min(retryMs * 2 ** failures, LONGEST_BACKOFF_MS), signal);
  }
}

/** One connection's worth of election: waits for the lock, runs, gives the lock back. */
async function standForElection(
  singleton: Singleton,
  signal: AbortSignal,
  options: ElectionOptions,
  log: Logger,
): Promise<void> {
  const client = new pg.Client({
    connectionString: options.databaseUrl ?? serverEnv().databaseUrl,
    application_name: `msp-${singleton.name}`,
    keepAlive: true,
    connectionTimeoutMillis: HEARTBEAT_TIMEOUT_MS,
  });
  const lost = new AbortController();
  client.once('error', () => lost.abort());
  client.once('end', () => lost.abort());
  const both = AbortSignal.any([signal, lost.signal]);
  try {
    await client.connect();
    if (!(await waitForLock(client, singleton.name, both, options.retryMs ?? 1000))) return;
    options.onChange?.(true);
    log.info('elected');
    try {
      await lead(singleton, client, lost, both, options, log);
    } finally {
      options.onChange?.(false);
      log.info('no longer leading');
    }
  } finally {
    await client.end().catch(() => undefined); // ending a broken connection may fail: it is gone
  }
}

/** Polls instead of blocking: a statement that waits for hours would hold back vacuum. */
async function waitForLock(
  client: pg.Client,
  name: string,
  signal: AbortSignal,
  retryMs: number,
): Promise<boolean> {
  while (!signal.aborted) {
    const key = lockKey(name).toString();
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1::bigint) AS held', [key]);
    if (rows[0]?.held === true) return !signal.aborted;
    await pause(retryMs, signal);
  }
  return false;
}

async function lead(
  singleton: Singleton,
  client: pg.Client,
  lost: AbortController,
  signal: AbortSignal,
  options: ElectionOptions,
  log: Logger,
): Promise<void> {
  const done = new AbortController();
  const watching = watch(client, lost, AbortSignal.any([signal, done.signal]), options, log);
  try {
    await singleton.run(signal, log);
  } finally {
    done.abort();
    await watching;
  }
}

/** A connection can be dead without an event, so it is asked regularly. */
async function watch(
  client: pg.Client,
  lost: AbortController,
  signal: AbortSignal,
  options: ElectionOptions,
  log: Logger,
): Promise<void> {
  for (;;) {
    await pause(options.heartbeatMs ?? 5000, signal);
    if (signal.aborted) return;
    const answered = await Promise.race([
      client.query('SELECT 1').then(
        () => true,
        () => false,
      ),
      pause(HEARTBEAT_TIMEOUT_MS, signal).then(() => signal.aborted),
    ]);
    if (answered) continue;
    log.warn('the connection that holds the lock is dead');
    lost.abort();
    return;
  }
}

/** Stable 63-bit key of a name, in a range of our own. */
export function lockKey(name: string): bigint {
  const digest = createHash('sha256').update(`micro-storage/singleton/${name}`).digest();
  return digest.readBigUInt64BE(0) >> 1n;
}

/** Resolves after `ms`, or at once when aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
  });
}
