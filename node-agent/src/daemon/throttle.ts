import { sleep } from './wait';

/** Shares one bandwidth among all transfers of a direction; 0 = unlimited. */
export class Throttle {
  private free = Date.now();

  constructor(private readonly bytesPerSecond: number) {}

  /** Waits until `bytes` more may pass. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    if (this.bytesPerSecond === 0) return;
    const start = Math.max(this.free, Date.now());
    this.free = start + (bytes * 1000) / this.bytesPerSecond;
    await sleep(this.free - Date.now(), signal);
  }
}
