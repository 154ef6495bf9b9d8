import { z } from 'zod';
import { big, hash, hex } from '@/lib/core/protocol/primitives';

/** One raw transaction that was signed for a row's nonce. */
const attempt = z.object({
  hash,
  raw: hex,
  maxFeePerGas: big,
  maxPriorityFeePerGas: big,
  gas: big,
  /** Newest block when it was signed: without further blocks nothing can be stuck. */
  block: big,
  /** Milliseconds since 1970. */
  at: z.number(),
  /**
   * Set on the empty transfer that takes the nonce of a call which the node refuses for good: what
   * the node said. Whichever attempt is mined decides what became of the row.
   */
  refusal: z.string().optional(),
});
const attempts = z.array(attempt);

export type Attempt = z.output<typeof attempt>;

/** Reads `Transaction.attempts`, oldest first. */
export function readAttempts(value: unknown): Attempt[] {
  return z.decode(attempts, value as z.input<typeof attempts>);
}

/** What goes into `Transaction.attempts`. */
export function writeAttempts(list: readonly Attempt[]): z.input<typeof attempts> {
  return z.encode(attempts, [...list]);
}
