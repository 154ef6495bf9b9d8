import fc from 'fast-check';
import { expect, it } from 'vitest';
import { balanceSteps } from './balance-steps';

const money = { clientBalance: 60n, startPeriod: 100n, endPeriod: 120n, fundedUntil: 116n };

it('goes down by what a period costs, and up by what is paid in', () => {
  const { past, ahead } = balanceSteps(money, 10n, 110n, [{ period: 105n, amount: 80n }]);
  const at = (period: bigint) => past.find((step) => step.period === period)?.balance;
  // 60 now; 100 were spent and 80 paid in since the start.
  expect(at(100n)).toBe(80n);
  expect(at(104n)).toBe(40n);
  expect(at(105n)).toBe(110n);
  expect(at(110n)).toBe(60n);
  expect(ahead.at(0)).toEqual({ period: 110n, balance: 60n });
  expect(ahead.at(-1)).toEqual({ period: 116n, balance: 0n });
});

it('stops where the money or the term ends', () => {
  expect(balanceSteps(money, 10n, 200n, []).past.at(-1)?.period).toBe(116n);
  const rich = { ...money, fundedUntil: 500n };
  expect(balanceSteps(rich, 1n, 110n, []).ahead.at(-1)?.period).toBe(120n);
  expect(balanceSteps({ ...money, startPeriod: 0n }, 10n, 110n, []).past).toEqual([]);
});

it('never has many steps, and none below nothing', () => {
  const property = fc.property(
    fc.bigInt(1n, 10_000n),
    fc.bigInt(1n, 20_000n),
    fc.bigInt(0n, 10n ** 18n),
    fc.bigInt(0n, 10n ** 15n),
    (start, term, clientBalance, perPeriod) => {
      const figures = {
        clientBalance,
        startPeriod: start,
        endPeriod: start + term,
        fundedUntil: start + term,
      };
      const { past, ahead } = balanceSteps(figures, perPeriod, start + term / 2n, []);
      const all = [...past, ...ahead];
      expect(all.length).toBeLessThanOrEqual(52);
      expect(all.every(({ balance }) => balance >= 0n)).toBe(true);
      expect(past.at(-1)?.balance).toBe(clientBalance);
    },
  );
  fc.assert(property);
});
