import { periodOf, periodStart } from '@/lib/core/protocol/clock';

/** `dealData()` of the contract, as far as money is concerned; amounts in attoFIL, times in periods. */
export interface DealMoney {
  state: number;
  clientBalance: bigint;
  contractBalance: bigint;
  accrued: bigint;
  paid: bigint;
  liabilities: bigint;
  startPeriod: bigint;
  endPeriod: bigint;
  accrualEnd: bigint;
  fundedUntil: bigint;
  liveSlots: number;
}

/** How long the money lasts. */
export interface Runway {
  /** Periods from now, 0 when it is over. */
  periods: bigint;
  seconds: number;
  /** Unix seconds at which it is over. */
  until: number;
  /** Part of what is left of the term that is paid for, 0 to 1. */
  share: number;
  level: 'full' | 'fine' | 'low' | 'empty';
}

/** 0 stands for "not set". */
function earliest(...periods: bigint[]): bigint {
  const set = periods.filter((period) => period > 0n).sort((a, b) => Number(a - b));
  return set[0] ?? 0n;
}

/** Runway of a running deal at an instant; null when nothing is accruing. */
export function runwayAt(
  money: Pick<DealMoney, 'startPeriod' | 'endPeriod' | 'accrualEnd' | 'fundedUntil'>,
  unixSeconds: number,
  periodSeconds: number,
  minRunwayPeriods: number,
): Runway | null {
  if (money.startPeriod === 0n) return null;
  const now = periodOf(unixSeconds, periodSeconds);
  const end = earliest(money.fundedUntil, money.accrualEnd);
  const periods = end > now ? end - now : 0n;
  const left = money.endPeriod > now ? money.endPeriod - now : 0n;
  const isWhole = money.fundedUntil >= money.endPeriod;
  const level =
    periods === 0n
      ? 'empty'
      : isWhole
        ? 'full'
        : periods <= BigInt(minRunwayPeriods)
          ? 'low'
          : 'fine';
  return {
    periods,
    seconds: Number(periods) * periodSeconds,
    until: periodStart(end, periodSeconds),
    share: left === 0n ? 1 : Math.min(1, Number(periods) / Number(left)),
    level,
  };
}

/** How long an amount would extend a deal at its present rate, in periods. */
export function periodsFor(amount: bigint, perPeriod: bigint): bigint {
  return perPeriod <= 0n ? 0n : amount / perPeriod;
}
