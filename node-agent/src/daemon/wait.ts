import { setTimeout as timer } from 'node:timers/promises';

/** Waits; resolves early (without an error) when aborted. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await timer(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
}

/** Growing pauses with jitter, so that many agents do not return at the same moment. */
export function backoff(attempt: number, baseMs: number, maxMs: number): number {
  const full = Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 20));
  return full / 2 + Math.random() * (full / 2);
}

/** A loop's sleep that others can end: wakes that come while nobody waits are not lost. */
export class Alarm {
  private pending = false;
  private controller = new AbortController();

  wake(): void {
    this.pending = true;
    this.controller.abort();
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.pending) await sleep(ms, AbortSignal.any([signal, this.controller.signal]));
    this.pending = false;
    this.controller = new AbortController();
  }
}

/** Runs async work one at a time, in the order of the calls. */
export class Mutex {
  private tail: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.tail.then(work);
    this.tail = result.catch(() => undefined);
    return result;
  }
}
