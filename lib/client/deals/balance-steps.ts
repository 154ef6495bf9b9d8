import type { DealMoney } from './runway';

/** What the client's money is at the beginning of a period, in attoFIL. */
export interface BalanceStep {
  period: bigint;
  balance: bigint;
}

/** Money that was paid in. */
export interface Deposit {
  period: bigint;
  amount: bigint;
}

export interface BalanceSteps {
  /** From the start until now. */
  past: BalanceStep[];
  /** From now until the money or the term ends, if nothing is paid in. */
  ahead: BalanceStep[];
}

/** More steps than this cannot be told apart in a small chart. */
const MOST_STEPS = 48n;

type Figures = Pick<DealMoney, 'clientBalance' | 'startPeriod' | 'endPeriod' | 'fundedUntil'>;

const atLeast0 = (amount: bigint) => (amount > 0n ? amount : 0n);
const earlier = (a: bigint, b: bigint) => (a < b ? a : b);

/** Periods from one to another, both included, `stride` apart. */
function periodsBetween(from: bigint, to: bigint, stride: bigint): bigint[] {
  const periods: bigint[] = [];
  for (let period = from; period < to; period += stride) periods.push(period);
  return [...periods, to];
}

/**
 * The balance of a running deal over its time, from what it is now: backwards by what each period
 * costs and by what was paid in, forwards by what each period will cost.
 *
 * @param perPeriod attoFIL that a period costs, see `spendingPerPeriod`
 * @param now the present period
 */
export function balanceSteps(
  money: Figures,
  perPeriod: bigint,
  now: bigint,
  deposits: readonly Deposit[],
): BalanceSteps {
  const { clientBalance, startPeriod } = money;
  const end = earlier(money.fundedUntil, money.endPeriod);
  const present = earlier(now, end);
  if (startPeriod === 0n || present < startPeriod) return { past: [], ahead: [] };
  const stride = (end - startPeriod + MOST_STEPS - 1n) / MOST_STEPS || 1n;
  const paidAfter = (period: bigint) =>
    deposits
      .filter((deposit) => deposit.period > period)
      .reduce((sum, { amount }) => sum + amount, 0n);
  return {
    past: periodsBetween(startPeriod, present, stride).map((period) => ({
      period,
      balance: atLeast0(clientBalance + perPeriod * (present - period) - paidAfter(period)),
    })),
    ahead: periodsBetween(present, end, stride).map((period) => ({
      period,
      balance: atLeast0(clientBalance - perPeriod * (period - present)),
    })),
  };
}
