/** Longest pause that a timer can take. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Waits; resolves early (without an error) when aborted. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Alarm().wait(ms, signal);
}

/**
 * One signal for the length of one operation. `AbortSignal.any` on a signal that lives as long as
 * the process would keep a little memory for each of them; here `release` leaves nothing behind.
 */
export function linkSignal(outer: AbortSignal, timeoutMs: number) {
  const controller = new AbortController();
  const abort = () => controller.abort(outer.reason);
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  if (outer.aborted) abort();
  else outer.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      outer.removeEventListener('abort', abort);
    },
  };
}

/** Growing pauses with jitter, so that many agents do not return at the same moment. */
export function backoff(attempt: number, baseMs: number, maxMs: number): number {
  const full = Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 20));
  return full / 2 + Math.random() * (full / 2);
}

/** A loop's sleep that others can end: wakes that come while nobody waits are not lost. */
export class Alarm {
  private isPending = false;
  private end: (() => void) | undefined;

  wake(): void {
    this.isPending = true;
    this.end?.();
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.isPending && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => this.end?.(), Math.min(Math.max(0, ms), MAX_TIMER_MS));
        this.end = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', this.end as () => void);
          this.end = undefined;
          resolve();
        };
        signal.addEventListener('abort', this.end, { once: true });
      });
    }
    this.isPending = false;
  }
}

/** Runs async work, one at a time unless it has more seats: urgent work first, else in turn. */
export class Mutex {
  private readonly waiting: { isUrgent: boolean; begin: () => void }[] = [];
  private busy = 0;

  constructor(private readonly seats = 1) {}

  async run<T>(work: () => Promise<T>, isUrgent = false): Promise<T> {
    await this.turn(isUrgent);
    try {
      return await work();
    } finally {
      this.busy--;
      this.next();
    }
  }

  /** For who has the turn: lets others work during a wait, and comes back before them. */
  async aside(wait: () => Promise<void>): Promise<void> {
    this.busy--;
    this.next();
    try {
      await wait();
    } finally {
      await this.turn(true);
    }
  }

  private turn(isUrgent: boolean): Promise<void> {
    return new Promise((begin) => {
      const behind = this.waiting.findIndex((other) => isUrgent && !other.isUrgent);
      this.waiting.splice(behind < 0 ? this.waiting.length : behind, 0, { isUrgent, begin });
      this.next();
    });
  }

  private next(): void {
    if (this.busy >= this.seats) return;
    const first = this.waiting.shift();
    if (!first) return;
    this.busy++;
    first.begin();
  }
}
