import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profiles } from '@/lib/core/protocol/profiles';
import { clockSpeed, defaultStop, durationName, durationStops } from './durations';
import { parseFil } from './parse-fil';
import { missingToEnd, spendingPerPeriod } from './top-up';

describe('amounts in forms', () => {
  it.each([
    ['0.25', 250_000_000_000_000_000n],
    [' 1,5 ', 1_500_000_000_000_000_000n],
    ['0.000000000000000001', 1n],
  ])('%j is %s attoFIL', (text, amount) => {
    expect(parseFil(text)).toBe(amount);
  });

  it.each(['', '0', '0.0', '-1', '1e3', '1.2.3', '0.0000000000000000001', 'FIL', '1 000'])(
    '%j is none',
    (text) => {
      expect(parseFil(text)).toBeNull();
    },
  );
});

describe('topping up', () => {
  const money = {
    accrued: 300n,
    clientBalance: 500n,
    startPeriod: 100n,
    accrualEnd: 150n,
    fundedUntil: 150n,
    endPeriod: 200n,
  };

  it('knows what a period costs from what was earned, or from what is left', () => {
    expect(spendingPerPeriod(money, 130 * 60, 60)).toBe(10n);
    expect(spendingPerPeriod({ ...money, accrued: 0n }, 100 * 60, 60)).toBe(10n);
    expect(spendingPerPeriod({ ...money, accrued: 0n, fundedUntil: 200n }, 100 * 60, 60)).toBe(0n);
  });

  it('covers the whole rest of the term, whatever the rounding', () => {
    const periods = fc.bigInt({ min: 0n, max: 10_000n });
    fc.assert(
      fc.property(periods, fc.bigInt({ min: 1n, max: 10n ** 18n }), (left, perPeriod) => {
        const missing = missingToEnd({ ...money, endPeriod: 150n + left }, perPeriod);
        expect(missing).toBeGreaterThanOrEqual(perPeriod * left);
        if (left === 0n) expect(missing).toBe(0n);
      }),
    );
  });
});

describe('terms', () => {
  it('are those that the profile allows, ascending', () => {
    for (const profile of Object.values(profiles)) {
      const stops = durationStops(profile);
      expect(stops.length).toBeGreaterThan(5);
      expect(stops[0]).toBeGreaterThanOrEqual(profile.minDurationPeriods);
      expect(stops.at(-1)).toBeLessThanOrEqual(profile.maxDurationPeriods);
      expect(stops).toEqual([...stops].sort((a, b) => a - b));
      expect(stops[defaultStop(stops)]).toBe(720);
    }
    expect(defaultStop([])).toBe(0);
  });

  it('are named in hours and days', () => {
    expect([6, 24, 720].map(durationName)).toEqual(['6 hours', '1 day', '30 days']);
    expect(clockSpeed(60)).toBe(60);
  });
});
