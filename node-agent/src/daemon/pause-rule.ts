/** Why sealing stands still: the operator said so, or other programs need the computer. */
export type PauseReason = 'operator' | 'busy';

/** What is seen at one look. */
export interface Look {
  /** `micro-node pause` is in force. */
  isHeld: boolean;
  /** Share of the processors that other programs took since the look before, 0 to 1. */
  others: number;
  /** Work left of the present seal; null while unknown or without one. */
  secondsLeft: number | null;
  /** Until the sealing deadline of the present seal. */
  secondsToDeadline: number;
}

/** Looks above the limit before sealing stops: a program that starts is not yet somebody at work. */
const LOOKS_UNTIL_BUSY = 2;
/** Looks below it before sealing goes on. */
const LOOKS_UNTIL_CALM = 6;
/** Sealing waits for nobody once it needs more than this share of the time to its deadline. */
const LATEST_SHARE = 1 / 3;

/**
 * Decides whether sealing stands still. The operator's word always counts; other programs count
 * only as long as the deadline is far enough away.
 */
export class PauseRule {
  private above = 0;
  private below = 0;
  private isBusy = false;

  /** @param busyAbove - share of the processors, 0 to 1; undefined = others never pause sealing */
  constructor(private readonly busyAbove: number | undefined) {}

  next(look: Look): PauseReason | undefined {
    this.observe(look.others);
    if (look.isHeld) return 'operator';
    const { secondsLeft, secondsToDeadline } = look;
    // Without an estimate nobody can say that there is time to wait.
    const hasTime = secondsLeft !== null && secondsLeft < secondsToDeadline * LATEST_SHARE;
    return this.isBusy && hasTime ? 'busy' : undefined;
  }

  private observe(others: number): void {
    if (this.busyAbove === undefined) return;
    const isAbove = others > this.busyAbove;
    this.above = isAbove ? this.above + 1 : 0;
    this.below = isAbove ? 0 : this.below + 1;
    if (this.above >= LOOKS_UNTIL_BUSY) this.isBusy = true;
    else if (this.below >= LOOKS_UNTIL_CALM) this.isBusy = false;
  }
}
