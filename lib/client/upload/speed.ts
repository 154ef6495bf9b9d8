/** Seconds that the average looks back. */
const WINDOW_SECONDS = 8;

interface Sample {
  at: number;
  bytes: number;
}

/** Transfer speed as a moving average, so that the time left does not jump. */
export class SpeedMeter {
  private samples: Sample[] = [];

  /** Notes how many bytes have arrived in all at an instant (milliseconds). */
  add(bytes: number, at: number): void {
    const last = this.samples.at(-1);
    // After a resume the count may begin lower than it ended.
    if (last && bytes < last.bytes) this.samples = [];
    this.samples.push({ at, bytes });
    const oldest = at - WINDOW_SECONDS * 1000;
    while (this.samples.length > 2 && (this.samples[1]?.at ?? at) <= oldest) this.samples.shift();
  }

  /** Forgets what was measured: a pause is not slowness. */
  reset(): void {
    this.samples = [];
  }

  /** Bytes per second, or null before there is anything to measure. */
  bytesPerSecond(): number | null {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (!first || !last || last.at - first.at < 250) return null;
    return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
  }

  /** Seconds until `total` bytes have arrived, or null when nothing moves. */
  secondsLeft(total: number): number | null {
    const speed = this.bytesPerSecond();
    const arrived = this.samples.at(-1)?.bytes ?? 0;
    return speed === null || speed <= 0 ? null : (total - arrived) / speed;
  }
}
