/** Less than this tells nothing about the speed. */
const LEAST_SHARE = 0.01;

/**
 * Estimates how long an operation still takes from the share that it did since it began here (a
 * continued seal begins in the middle). Time in which it stood still does not count.
 */
export class TimeLeft {
  private first: { fraction: number; at: number } | undefined;
  private stoodMs = 0;

  /** Says that the operation stood still. */
  stood(ms: number): void {
    this.stoodMs += ms;
  }

  /**
   * @param fraction - of the whole that is done, 0 to 1
   * @param nowMs - any clock that only goes forward
   * @returns seconds, or null while too little is known
   */
  after(fraction: number, nowMs: number): number | null {
    this.first ??= { fraction, at: nowMs };
    const share = fraction - this.first.fraction;
    if (share < LEAST_SHARE) return null;
    const seconds = (nowMs - this.first.at - this.stoodMs) / 1000;
    return (seconds / share) * (1 - fraction);
  }
}
