import { HOURS_PER_WEEK } from './hours-map';

const MIB = 1n << 20n;
const MONTH_DAYS = 30n;
const FULL = 10_000n;

/** What an estimate of earnings is made of. Shares in basis points. */
export interface EarningsInput {
  capacityBytes: bigint;
  /** attoFIL per MiB and day. */
  rate: bigint;
  /** Promised hours of the week, 1 to 168. */
  hoursPerWeek: number;
  /** Part of the capacity that deals use. */
  usedShare: number;
  /** Part of the promises that are kept. */
  keptShare: number;
}

/**
 * attoFIL in 30 days, rounded down.
 *
 * A kept promise pays for all the time since the last one, so that the number of hours does not
 * matter as long as they are kept; each missed one takes its own hour away (design section 6,
 * "Money"). Assumes that no two accepted proofs are further apart than the max span.
 */
export function monthlyEarnings(input: EarningsInput): bigint {
  const { capacityBytes, rate, hoursPerWeek, usedShare, keptShare } = input;
  const week = BigInt(HOURS_PER_WEEK) * FULL;
  const missed = (FULL - BigInt(keptShare)) * BigInt(hoursPerWeek);
  const full = capacityBytes * rate * MONTH_DAYS * BigInt(usedShare);
  return (full * (week - missed)) / (MIB * FULL * week);
}
