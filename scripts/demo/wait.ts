import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@/lib/core/errors';

/** How long to look, how often, and what to tell meanwhile. */
export interface WaitOptions<T> {
  what: string;
  timeoutSeconds: number;
  everyMs?: number;
  /** Called with each value that is not yet good. */
  onLook?: (value: T) => void;
}

/**
 * Looks again and again until `done` holds for what `look` gives.
 *
 * @throws AppError `WAIT_TIMEOUT` with the last value seen; whatever `look` or `done` throw
 */
export async function waitUntil<T>(
  look: () => Promise<T>,
  done: (value: T) => boolean,
  options: WaitOptions<T>,
): Promise<T> {
  const deadline = Date.now() + options.timeoutSeconds * 1000;
  for (;;) {
    const value = await look();
    if (done(value)) return value;
    options.onLook?.(value);
    if (Date.now() > deadline) {
      throw new AppError(
        'WAIT_TIMEOUT',
        `Gave up waiting for ${options.what} after ${options.timeoutSeconds} s.`,
      );
    }
    await delay(options.everyMs ?? 500);
  }
}
