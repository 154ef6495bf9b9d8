import { setTimeout as delay } from 'node:timers/promises';

/**
 * Polls until `condition` gives something truthy, and returns it.
 * @throws Error naming `what` when the time is over, with the last error as cause.
 */
export async function waitUntil(what, condition, { seconds = 60, every = 200, signal } = {}) {
  const deadline = Date.now() + seconds * 1000;
  let cause;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const value = await condition();
      if (value) return value;
    } catch (error) {
      if (error?.fatal) throw error;
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`${what} took longer than ${seconds} s`, { cause });
    // Aborted: the next turn throws the signal's own reason.
    await delay(every, undefined, { signal }).catch(() => undefined);
  }
}

/** An error that {@link waitUntil} does not wait over. */
export function fatal(message, options) {
  return Object.assign(new Error(message, options), { fatal: true });
}
