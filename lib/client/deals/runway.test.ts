import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costRows, refundableAtStart } from './cost-rows';
import { periodsFor, runwayAt } from './runway';

const money = { startPeriod: 100n, endPeriod: 200n, accrualEnd: 150n, fundedUntil: 150n };
const at = (period: number) => period * 60 + 30;

describe('runway', () => {
  it('does not exist before the start', () => {
    expect(runwayAt({ ...money, startPeriod: 0n }, at(120), 60, 6)).toBeNull();
  });

  it('lasts until the money or the term ends', () => {
    expect(runwayAt(money, at(120), 60, 6)).toEqual({
      periods: 30n,
      seconds: 1800,
      until: 9000,
      share: 30 / 80,
      level: 'fine',
    });
    expect(runwayAt(money, at(145), 60, 6)?.level).toBe('low');
    expect(runwayAt(money, at(150), 60, 6)).toMatchObject({ periods: 0n, level: 'empty' });
    const paid = { ...money, fundedUntil: 200n, accrualEnd: 200n };
    expect(runwayAt(paid, at(198), 60, 6)).toMatchObject({ level: 'full', share: 1 });
  });

  it('ends at a close though the money would last longer', () => {
    expect(runwayAt({ ...money, accrualEnd: 121n }, at(120), 60, 6)?.periods).toBe(1n);
  });

  it('is extended by what an amount pays for', () => {
    expect(periodsFor(100n, 30n)).toBe(3n);
    expect(periodsFor(100n, 0n)).toBe(0n);
  });
});

describe('the price', () => {
  it('adds up line by line, and what comes back is never more than was paid', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 24n });
    fc.assert(
      fc.property(amount, amount, amount, (storage, sealRewards, fee) => {
        const total = storage + sealRewards + fee;
        const cost = { total, sealRewards, fee, perPeriod: 1n, perMonth: 1n, minimumToStart: 1n };
        const plan = { cost, sealRewardPeriods: 24, feeBps: 0 };
        const rows = costRows(plan);
        const lines = rows.filter(({ id }) => id !== 'total');
        expect(lines.reduce((sum, row) => sum + row.amount, 0n)).toBe(total);
        expect(rows.at(-1)?.amount).toBe(total);
        expect(refundableAtStart(plan)).toBe(total - sealRewards);
      }),
    );
  });
});
