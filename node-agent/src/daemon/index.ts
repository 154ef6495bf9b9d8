import os from 'node:os';
import { AppError } from '@/lib/core/errors';
import type { AgentConfig } from '../store/config';
import type { Home } from '../store/home';
import { type HomeLock, lockHome } from '../store/lock';
import type { Log } from './log';
import type { Operator } from './operator';
import { type RunOptions, runOnNetwork } from './run-network';
import { StatusWriter } from './status';
import { backoff, sleep } from './wait';

const LOCK_CHECK_MS = 5000;
const RESTART_MS = { base: 1000, max: 30_000 };

/** What the daemon is started with. */
export interface DaemonOptions {
  home: Home;
  config: AgentConfig;
  operator: Operator;
  log: Log;
  signal: AbortSignal;
}

/** Stops the agent when its lock was taken from it: two must never work in one home. */
async function watchLock(lock: HomeLock, stop: AbortController): Promise<boolean> {
  while (!stop.signal.aborted) {
    if (!(await lock.isHeld())) {
      stop.abort();
      return false;
    }
    await sleep(LOCK_CHECK_MS, stop.signal);
  }
  return true;
}

function lowerPriority(niceness: number): void {
  try {
    os.setPriority(Math.max(os.getPriority(), niceness));
  } catch {
    // not allowed here: the agent works at normal priority
  }
}

/**
 * Runs the agent until aborted.
 *
 * @throws AppError `AGENT_HOME_LOCKED` when another agent runs in this home
 */
export async function runDaemon(options: DaemonOptions): Promise<void> {
  const { home, config, operator } = options;
  const lock = await lockHome(home.lock);
  lowerPriority(config.niceness);
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  options.signal.addEventListener('abort', onAbort, { once: true });
  if (options.signal.aborted) stop.abort();
  const now = Date.now();
  const status = new StatusWriter(home.status, {
    version: 1,
    pid: process.pid,
    operator: operator.address,
    state: 'connecting',
    online: false,
    sealing: [],
    portalUrl: config.portalUrl,
    startedAt: now,
    updatedAt: now,
  });
  const watched = watchLock(lock, stop);
  try {
    await restartForever({ ...options, signal: stop.signal, status });
  } finally {
    stop.abort();
    options.signal.removeEventListener('abort', onAbort);
    if (await watched) await status.set({ state: 'stopped', online: false });
    await lock.release();
  }
  if (!(await watched)) {
    throw new AppError('AGENT_HOME_LOCKED', 'Another agent took this home over.');
  }
}

/** Begins anew when the network changed or something failed that no loop could deal with. */
async function restartForever(options: RunOptions): Promise<void> {
  const { signal, status, log } = options;
  for (let failures = 0; !signal.aborted; ) {
    const began = Date.now();
    await status.set({ state: 'connecting', online: false });
    try {
      await runOnNetwork(options);
    } catch (error) {
      if (signal.aborted) return;
      log.error('the agent failed and starts again', { error });
    }
    failures = Date.now() - began > RESTART_MS.max ? 0 : failures + 1;
    await sleep(backoff(failures, RESTART_MS.base, RESTART_MS.max), signal);
  }
}
