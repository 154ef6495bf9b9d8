import { AppError } from '../errors';

/** Bytes of a MiB times periods of a day: the unit of a rate. */
const RATE_UNIT = 24n * 2n ** 20n;
const BPS = 10_000n;
const PERIODS_PER_MONTH = 30n * 24n;

/**
 * What a slot has earned: floor(rate × sectorBytes × provenPeriods / (2^20 × 24)) attoFIL, on the
 * cumulative figure, as `StorageDeal.settle` counts it.
 *
 * @param rate - attoFIL per MiB and day (24 periods)
 */
export function owed(rate: bigint, sectorBytes: bigint, provenPeriods: bigint): bigint {
  if (rate < 0n || sectorBytes < 0n || provenPeriods < 0n) {
    throw new AppError('DEAL_NEGATIVE_AMOUNT', 'Rates, sizes and spans are not negative.');
  }
  return (rate * sectorBytes * provenPeriods) / RATE_UNIT;
}

/** The platform's fee on what nodes are paid: floor(paid × bps / 10000). */
export function feeOn(paid: bigint, feeBps: number): bigint {
  return (paid * BigInt(feeBps)) / BPS;
}

/**
 * Money that covers `units` (rate × periods, summed over slots), rounded up once as the contract
 * does: never less than the sum of the slots' own figures, which are rounded down one by one.
 */
export function accrualCost(units: bigint, sectorBytes: bigint): bigint {
  return (units * sectorBytes + RATE_UNIT - 1n) / RATE_UNIT;
}

/** What the price of a deal depends on. */
export interface CostInput {
  /** Rate of each slot, attoFIL per MiB and day. */
  rates: readonly bigint[];
  sectorBytes: bigint;
  durationPeriods: number;
  sealRewardPeriods: number;
  minRunwayPeriods: number;
  feeBps: number;
}

/** Price of a deal in attoFIL. */
export interface DealCost {
  /** Accrual of all slots in one period. */
  perPeriod: bigint;
  /** Accrual of all slots in 30 days of 24 periods. */
  perMonth: bigint;
  /** The whole term: accrual, seal rewards and fee. */
  total: bigint;
  /** Paid once at the start, within `total`. */
  sealRewards: bigint;
  /** On everything paid to nodes over the whole term, within `total`. */
  fee: bigint;
  /** What `startDeal` needs at least: seal rewards and the minimum runway, both with fee. */
  minimumToStart: bigint;
}

/** Prices a plan: the contract's arithmetic, see `DealCost`. */
export function costOf(input: CostInput): DealCost {
  const { rates, sectorBytes, feeBps } = input;
  const totalRate = rates.reduce((sum, rate) => sum + rate, 0n);
  const accrual = (periods: bigint) => accrualCost(totalRate * periods, sectorBytes);
  const term = accrual(BigInt(input.durationPeriods));
  const reward = (rate: bigint) => owed(rate, sectorBytes, BigInt(input.sealRewardPeriods));
  const sealRewards = rates.reduce((sum, rate) => sum + reward(rate), 0n);
  const runway = Math.min(input.minRunwayPeriods, input.durationPeriods);
  const needed = accrual(BigInt(runway)) + sealRewards;
  const fee = feeOn(term + sealRewards, feeBps);
  return {
    perPeriod: accrual(1n),
    perMonth: accrual(PERIODS_PER_MONTH),
    total: term + sealRewards + fee,
    sealRewards,
    fee,
    minimumToStart: needed + feeOn(needed, feeBps),
  };
}

/** Periods from `now` for which the money of a running deal still lasts, not below 0. */
export function runwayOf(fundedUntil: bigint, now: bigint): bigint {
  return fundedUntil > now ? fundedUntil - now : 0n;
}

/** What the length of the settlement window depends on; spans in periods. */
export interface SettlementWindowInput {
  /** Longest gap of each generation's schedule. */
  longestGaps: readonly number[];
  rootDelayPeriods: number;
  disputeWindowPeriods: number;
}

/**
 * Periods between the end of accrual and the end of the deal: the longest wait for a scheduled
 * proof, for its root and for disputes.
 */
export function settlementWindow(input: SettlementWindowInput): number {
  const longest = input.longestGaps.reduce((a, b) => Math.max(a, b), 0);
  return longest + 1 + input.rootDelayPeriods + input.disputeWindowPeriods;
}
