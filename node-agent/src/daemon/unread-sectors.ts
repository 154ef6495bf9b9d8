import { backoff } from './wait';

/**
 * Tries after the first. Each can add one message to the period, of which the portal takes few, and
 * slots that become live in between need theirs.
 */
const TRIES = 5;
/** Longest pause before the first of them, as a share of the period; the others double it. */
const FIRST_PAUSE = 1 / 64;
/** Share of the period that stays free of tries: the last proof has to arrive too. */
const QUIET_SHARE = 1 / 4;

/**
 * Sectors of one period that the portal was told cannot be read, and when to read them again: what
 * keeps a file from being read (no free descriptor, a disk that answers late) is often over soon.
 * Time is what is left of the period, in milliseconds.
 */
export class UnreadSectors {
  private readonly keys = new Set<string>();
  private tries = 0;
  /** What is left of the period when the next try is due. */
  private due: number | undefined;

  constructor(private readonly periodMs: number) {}

  has(key: string): boolean {
    return this.keys.has(key);
  }

  /** The portal knows that this sector is skipped. */
  add(key: string, left: number): void {
    this.keys.add(key);
    if (this.tries === 0) this.postpone(left);
  }

  /** The sector was read. */
  delete(key: string): void {
    this.keys.delete(key);
  }

  /** A try was in vain: the next one comes after a longer pause, if any comes. */
  postpone(left: number): void {
    const first = this.periodMs * FIRST_PAUSE;
    const pause = backoff(this.tries, first, this.periodMs);
    this.due = this.tries++ < TRIES ? left - pause : undefined;
  }

  /** True for a sector that is not to be read now. */
  isWaiting(key: string, left: number): boolean {
    const isTime = this.due !== undefined && left <= this.due && left >= this.quiet;
    return this.has(key) && !isTime;
  }

  /** Milliseconds until a try that is to come; infinite when none is, or it would be too late. */
  untilTry(left: number): number {
    const { due, quiet } = this;
    const isToCome = this.keys.size > 0 && due !== undefined && due >= quiet && due < left;
    return isToCome ? left - due : Number.POSITIVE_INFINITY;
  }

  private get quiet(): number {
    return this.periodMs * QUIET_SHARE;
  }
}
