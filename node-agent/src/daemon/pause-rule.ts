/** Why sealing stands still: the operator said so, or other programs need the computer. */
export type PauseReason = 'operator' | 'busy';

/** What is seen at one look. */
export interface Look {
  /** `micro-node pause` is in force. */
  isHeld: boolean;
  /** Share of the processors that other programs took since the look before, 0 to 1. */
  others: number;
  /** No deadline is near, neither of a seal that has begun nor of one in the queue. */
  canWait: boolean;
}

/** Looks above the limit before sealing stops: a program that starts is not yet somebody at work. */
const LOOKS_UNTIL_BUSY = 2;
/** Looks below it before sealing goes on. */
const LOOKS_UNTIL_CALM = 6;

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
    return this.isBusy && look.canWait ? 'busy' : undefined;
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
