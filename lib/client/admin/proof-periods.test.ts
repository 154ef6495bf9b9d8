import { expect, it } from 'vitest';
import { hourOfWeek } from '@/lib/core/protocol/clock';
import { hoursMapHex } from '@/lib/core/protocol/primitives';
import { proofPeriods } from './proof-periods';

const map = (...periods: bigint[]) =>
  hoursMapHex(periods.reduce((bits, period) => bits | (1n << BigInt(hourOfWeek(period))), 0n));

const node = '0x00000000000000000000000000000000000000aa' as const;
const week = {
  from: 1000n,
  to: 1167n,
  void: map(1003n, 1160n),
  slots: [
    { slot: 0, generation: 0, node, kept: map(1158n, 1159n), missed: map(1161n) },
    { slot: 0, generation: 1, node, kept: map(1166n), missed: map() },
    { slot: 1, generation: 0, node, kept: map(1159n), missed: map(1158n) },
  ],
};

it('tells of each period who kept and who broke a promise, newest first', () => {
  expect(proofPeriods(week, 1100n)).toEqual([
    { period: 1166n, kept: ['0.1'], missed: [], isVoid: false },
    { period: 1161n, kept: [], missed: ['0'], isVoid: false },
    { period: 1160n, kept: [], missed: [], isVoid: true },
    { period: 1159n, kept: ['0', '1'], missed: [], isVoid: false },
    { period: 1158n, kept: ['0'], missed: ['1'], isVoid: false },
  ]);
});

it('does not look before the first period of the deal, nor before the week', () => {
  expect(proofPeriods(week, 1162n).map(({ period }) => period)).toEqual([1166n]);
  expect(proofPeriods(week, 0n).at(-1)?.period).toBe(1003n);
});
