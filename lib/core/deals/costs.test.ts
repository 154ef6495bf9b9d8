import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accrualCost, costOf, feeOn, owed, runwayOf, settlementWindow } from './costs';

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
    const expected = expect.objectContaining({ code: 'DEAL_NEGATIVE_AMOUNT' });
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

describe('accrualCost', () => {
  it('covers the slots, each rounded down, for any span', () => {
    const ratesArb = fc.array(rateArb, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(ratesArb, sizeArb, fc.bigInt({ min: 0n, max: 13_000n }), (rates, size, span) => {
        const single = rates.reduce((sum, rate) => sum + owed(rate, size, span), 0n);
        const together = rates.reduce((sum, rate) => sum + rate, 0n) * span;
        const cost = accrualCost(together, size);
        expect(cost).toBeGreaterThanOrEqual(single);
        expect(cost - single).toBeLessThanOrEqual(BigInt(rates.length));
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
      total: (2400n + 576n) * 10n ** 9n,
      sealRewards: 576n * 10n ** 9n,
      fee: 0n,
      minimumToStart: (144n + 576n) * 10n ** 9n,
    });
  });

  it('puts the fee on top of what nodes are paid', () => {
    const free = costOf(input);
    const cost = costOf({ ...input, feeBps: 250 });
    expect(cost.fee).toBe(feeOn(free.total, 250));
    expect(cost.total).toBe(free.total + cost.fee);
    expect(cost.minimumToStart).toBe((free.minimumToStart * 10_250n) / 10_000n);
  });
});

describe('runwayOf', () => {
  it('is what lies between now and the end of the money', () => {
    expect([runwayOf(12n, 10n), runwayOf(10n, 10n), runwayOf(3n, 10n)]).toEqual([2n, 0n, 0n]);
  });
});

describe('settlementWindow', () => {
  it('waits for the longest gap, the root and disputes', () => {
    const input = { longestGaps: [3, 16, 0], rootDelayPeriods: 6, disputeWindowPeriods: 12 };
    expect(settlementWindow(input)).toBe(16 + 1 + 6 + 12);
  });
});
