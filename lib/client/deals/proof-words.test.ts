import { expect, it } from 'vitest';
import type { DealProofs } from '@/lib/core/protocol/deal-progress';
import { proofSentence, provedHours } from './proof-words';

const map = (...hours: number[]) =>
  `0x${hours.reduce((sum, hour) => sum | (1n << BigInt(hour)), 0n).toString(16)}`;
const slot = (kept: number[], missed: number[]) =>
  ({ kept: map(...kept), missed: map(...missed) }) as DealProofs['slots'][number];

it('counts hours, not proofs', () => {
  const slots = [slot([0, 1, 167], []), slot([1, 2], [167])];
  expect(provedHours({ slots })).toEqual({ proved: 4, missed: 1 });
});

it.each([
  [0, 0, 'No hour has been judged yet: its proofs are counted when it is over.'],
  [1, 0, '1 hour proved so far, none missed.'],
  [12, 0, '12 hours proved so far, none missed.'],
  [12, 1, '12 hours proved so far; in 1 hour a computer missed its proof.'],
  [0, 2, '0 hours proved so far; in 2 hours a computer missed its proof.'],
])('%i proved and %i missed in words', (proved, missed, words) => {
  expect(proofSentence({ proved, missed })).toBe(words);
});
