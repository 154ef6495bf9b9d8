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
    throw new AppError('deal.negative-amount', 'Rates, sizes and spans are not negative.');
  }
  return (rate * sectorBytes * provenPeriods) / RATE_UNIT;
}

/** The platform's fee on what nodes are paid: floor(paid × bps / 10000). */
export function feeOn(paid: bigint, feeBps: number): bigint {
  return (paid * BigInt(feeBps)) / BPS;
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

/** Price of a deal in attoFIL, the platform's fee apart in `fee` and inside `minimumToStart`. */
export interface DealCost {
  /** All slots for one period, rounded up. */
  perPeriod: bigint;
  /** All slots for 30 days of 24 periods. */
  perMonth: bigint;
  /** All slots for the whole term. */
  total: bigint;
  /** Paid once at the start. */
  sealRewards: bigint;
  /** On everything paid to nodes over the whole term. */
  fee: bigint;
  /** What `startDeal` needs at least: seal rewards and the minimum runway, both with fee. */
  minimumToStart: bigint;
}

/** What slots of these rates earn together in a span, each rounded down as the contract does. */
export function accrualOf(
  rates: readonly bigint[],
  sectorBytes: bigint,
  periods: number | bigint,
): bigint {
  return rates.reduce((sum, rate) => sum + owed(rate, sectorBytes, BigInt(periods)), 0n);
}

/** Prices a plan. Pure arithmetic of the contract's rules; see `DealCost`. */
export function costOf(input: CostInput): DealCost {
  const { rates, sectorBytes, feeBps } = input;
  const totalRate = rates.reduce((sum, rate) => sum + rate, 0n);
  const total = accrualOf(rates, sectorBytes, input.durationPeriods);
  const sealRewards = accrualOf(rates, sectorBytes, input.sealRewardPeriods);
  const runway = accrualOf(rates, sectorBytes, input.minRunwayPeriods);
  const needed = runway + sealRewards;
  return {
    perPeriod: (totalRate * sectorBytes + RATE_UNIT - 1n) / RATE_UNIT,
    perMonth: accrualOf(rates, sectorBytes, PERIODS_PER_MONTH),
    total,
    sealRewards,
    fee: feeOn(total + sealRewards, feeBps),
    minimumToStart: needed + feeOn(needed, feeBps),
  };
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
