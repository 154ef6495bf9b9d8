import { setTimeout as wait } from 'node:timers/promises';
import { ERRORS, type Lock, type Locker, type RequestRelease } from '@tus/utils';
import { LockSession } from './lock-session';

const TIMEOUT_MS = 20_000;
const POLL_MS = 50;

/**
 * Locks uploads over all portal processes, so that a client that resumes at another process never
 * writes beside its own dying connection.
 */
export class PostgresLocker implements Locker {
  constructor(
    private readonly session: LockSession,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  newLock(id: string): Lock {
    const { session, timeoutMs } = this;
    return {
      lock: (signal, release) => acquire(session, id, timeoutMs, signal, release),
      unlock: () => session.unlock(id),
    };
  }
}

async function acquire(
  session: LockSession,
  id: string,
  timeoutMs: number,
  signal: AbortSignal,
  release: RequestRelease,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!signal.aborted && Date.now() < deadline) {
    if (await session.tryLock(id, release)) return;
    await session.askForRelease(id);
    await wait(POLL_MS);
  }
  throw ERRORS.ERR_LOCK_TIMEOUT;
}

// Next loads a module once per bundle; one process has one lock connection.
const holder = globalThis as typeof globalThis & { __mspUploadLocks?: LockSession };

/** The lock connection of this process. */
export function uploadLocks(): LockSession {
  holder.__mspUploadLocks ??= new LockSession();
  return holder.__mspUploadLocks;
}
