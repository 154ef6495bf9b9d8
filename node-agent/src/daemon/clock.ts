import { periodOf, periodStart } from '@/lib/core/protocol';
import type { ChainHead } from './chain';

/** What the clock needs from the chain. */
export interface HeadSource {
  head(): Promise<ChainHead>;
}

/**
 * The chain's time, read from the newest block and carried forward by the computer's own clock.
 * Blocks come late rather than early, so the smallest lag that was seen is the best estimate.
 */
export class PeriodClock {
  /** Milliseconds that chain time is ahead of the computer's clock. */
  private offset: number | undefined;
  private latest: ChainHead | undefined;

  constructor(
    private readonly source: HeadSource,
    readonly periodSeconds: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Reads the newest block. */
  async refresh(): Promise<ChainHead> {
    const head = await this.source.head();
    const offset = Number(head.timestamp) * 1000 - this.now();
    const isReplaced = this.latest !== undefined && head.number < this.latest.number;
    if (
      this.offset === undefined ||
      isReplaced ||
      offset > this.offset ||
      this.offset - offset > 60_000
    ) {
      this.offset = offset;
    }
    this.latest = head;
    return head;
  }

  /** Chain time in Unix milliseconds. */
  time(): number {
    return this.now() + (this.offset ?? 0);
  }

  period(): bigint {
    return periodOf(this.time() / 1000, this.periodSeconds);
  }

  /** Milliseconds from now until a period begins; negative when it began. */
  untilStart(period: bigint): number {
    return periodStart(period, this.periodSeconds) * 1000 - this.time();
  }
}
