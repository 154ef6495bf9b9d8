import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPeriod, noWork } from '../deals/work';
import { type EarningsInput, monthlyEarnings } from './earnings';

const GIB = 1n << 30n;
const base: EarningsInput = {
  capacityBytes: GIB,
  rate: 10n ** 12n,
  hoursPerWeek: 168,
  usedShare: 10_000,
  keptShare: 10_000,
};

describe('monthlyEarnings', () => {
  it('is rate × MiB × 30 days when all is used and kept', () => {
    expect(monthlyEarnings(base)).toBe(1024n * 30n * 10n ** 12n);
    expect(monthlyEarnings({ ...base, hoursPerWeek: 30 })).toBe(monthlyEarnings(base));
  });

  it('takes one hour for each missed promise', () => {
    expect(monthlyEarnings({ ...base, keptShare: 9000 })).toBe(1024n * 27n * 10n ** 12n);
    // 84 of 168 hours promised, one in ten missed: 5 % of the time is not paid
    const half = monthlyEarnings({ ...base, hoursPerWeek: 84, keptShare: 9000 });
    expect(half).toBe((monthlyEarnings(base) * 95n) / 100n);
  });

  it('agrees with the account that the contract pays by', () => {
    // 24 hours of every day promised, each tenth missed, over 30 days
    let work = noWork;
    for (let period = 1n; period <= 720n; period++) {
      const outcome = period % 10n === 5n ? 'missed' : 'accepted';
      work = countPeriod(work, {
        period,
        committed: true,
        outcome,
        maxSpan: 24,
        start: 0n,
        accrualEnd: 1000n,
      });
    }
    const rate = 24n * 168n;
    const paid = (rate * 1024n * work.provenPeriods) / 24n;
    expect(monthlyEarnings({ ...base, rate, keptShare: 9000 })).toBe(paid);
  });

  it('is never negative, never above the full price, and grows with what is used and kept', () => {
    const share = fc.integer({ min: 0, max: 10_000 });
    const input = fc.record({
      capacityBytes: fc.bigInt({ min: 0n, max: 1n << 50n }),
      rate: fc.bigInt({ min: 0n, max: 1n << 90n }),
      hoursPerWeek: fc.integer({ min: 1, max: 168 }),
      usedShare: share,
      keptShare: share,
    });
    fc.assert(
      fc.property(input, (given) => {
        const at = monthlyEarnings(given);
        const best = monthlyEarnings({ ...given, usedShare: 10_000, keptShare: 10_000 });
        expect(at).toBeGreaterThanOrEqual(0n);
        expect(at).toBeLessThanOrEqual(best);
        expect(monthlyEarnings({ ...given, keptShare: 10_000 })).toBeGreaterThanOrEqual(at);
      }),
    );
  });
});
