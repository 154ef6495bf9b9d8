import { periodOf } from '@/lib/core/protocol/clock';
import type { DealMoney } from './runway';

type Spending = Pick<
  DealMoney,
  'accrued' | 'clientBalance' | 'startPeriod' | 'accrualEnd' | 'fundedUntil' | 'endPeriod'
>;

/**
 * What a running deal spends in one period, from its public figures: what was earned so far over the
 * periods that passed, else the balance over the periods that it covers. 0 where neither says
 * anything.
 */
export function spendingPerPeriod(
  money: Spending,
  unixSeconds: number,
  periodSeconds: number,
): bigint {
  const now = periodOf(unixSeconds, periodSeconds);
  const elapsed = now - money.startPeriod;
  if (elapsed > 0n && money.accrued > 0n) return money.accrued / elapsed;
  const covered = money.fundedUntil - now;
  return covered > 0n && money.fundedUntil < money.endPeriod ? money.clientBalance / covered : 0n;
}

/** What is missing to the end of the term, with a hundredth on top for rounding; 0 when nothing is. */
export function missingToEnd(money: Spending, perPeriod: bigint): bigint {
  const uncovered = money.endPeriod - money.fundedUntil;
  if (uncovered <= 0n) return 0n;
  const missing = perPeriod * uncovered;
  return missing + missing / 100n;
}
