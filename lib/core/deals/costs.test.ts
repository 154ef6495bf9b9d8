import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accrualOf, costOf, feeOn, owed, settlementWindow } from './costs';

const MIB = 2n ** 20n;
const rateArb = fc.bigInt({ min: 0n, max: 2n ** 96n - 1n });
const sizeArb = fc.constantFrom(2048n, MIB, 8n * MIB, 512n * MIB);

describe('owed', () => {
  it('is the rate for one MiB and one day', () => {
    expect(owed(1234567n, MIB, 24n)).toBe(1234567n);
    expect(owed(24n, MIB, 1n)).toBe(1n);
  });

  it('rounds down, on the cumulative figure', () => {
    expect(owed(25n, MIB, 23n)).toBe(23n);
    expect(owed(1n, 2048n, 24n)).toBe(0n);
    expect(owed(1n, 2048n, 24n * 512n)).toBe(1n);
  });

  it('refuses negative values', () => {
    const expected = expect.objectContaining({ code: 'deal.negative-amount' });
    expect(() => owed(-1n, MIB, 1n)).toThrowError(expected);
  });

  it('never falls, and settling in steps gives what settling once gives', () => {
    const spans = fc.array(fc.bigInt({ min: 0n, max: 1000n }), { maxLength: 20 });
    fc.assert(
      fc.property(rateArb, sizeArb, spans, (rate, size, steps) => {
        let proven = 0n;
        let paid = 0n;
        for (const step of steps) {
          proven += step;
          const due = owed(rate, size, proven) - paid;
          expect(due).toBeGreaterThanOrEqual(0n);
          paid += due;
        }
        expect(paid).toBe(owed(rate, size, proven));
      }),
    );
  });
});

describe('costOf', () => {
  const input = {
    rates: [24n * 10n ** 9n, 48n * 10n ** 9n],
    sectorBytes: 8n * MIB,
    durationPeriods: 100,
    sealRewardPeriods: 24,
    minRunwayPeriods: 6,
    feeBps: 0,
  };

  it('adds up the slots', () => {
    expect(costOf(input)).toEqual({
      perPeriod: 24n * 10n ** 9n,
      perMonth: 24n * 720n * 10n ** 9n,
      total: 2400n * 10n ** 9n,
      sealRewards: 576n * 10n ** 9n,
      fee: 0n,
      minimumToStart: (144n + 576n) * 10n ** 9n,
    });
  });

  it('puts the fee on top of what nodes are paid', () => {
    const cost = costOf({ ...input, feeBps: 250 });
    expect(cost.fee).toBe(feeOn(cost.total + cost.sealRewards, 250));
    expect(cost.minimumToStart).toBe((720n * 10n ** 9n * 10_250n) / 10_000n);
  });

  it('quotes per period no less than the slots can earn in one', () => {
    fc.assert(
      fc.property(fc.array(rateArb, { minLength: 1, maxLength: 8 }), sizeArb, (rates, size) => {
        const { perPeriod } = costOf({ ...input, rates, sectorBytes: size });
        expect(perPeriod).toBeGreaterThanOrEqual(accrualOf(rates, size, 1));
        expect(perPeriod * 50n).toBeGreaterThanOrEqual(accrualOf(rates, size, 50));
      }),
    );
  });
});

describe('settlementWindow', () => {
  it('waits for the longest gap, the root and disputes', () => {
    const input = { longestGaps: [3, 16, 0], rootDelayPeriods: 6, disputeWindowPeriods: 12 };
    expect(settlementWindow(input)).toBe(16 + 1 + 6 + 12);
  });
});
