import { describe, expect, it } from 'vitest';
import { noWork } from '@/lib/core/deals';
import { countProof, countVoids } from './count-slots';
import { accrualEndOf, type CountedSlot } from './counted-slots';

const makeSlot = (over: Partial<CountedSlot> = {}): CountedSlot => ({
  dealId: 'd',
  deal: `0x${'aa'.repeat(20)}`,
  slot: 3,
  generation: 1,
  node: `0x${'bb'.repeat(20)}`,
  hoursMap: (1n << 168n) - 1n,
  maxSpan: 24,
  start: 100n,
  accrualEnd: 200n,
  replaceable: true,
  work: noWork,
  ...over,
});
const digest = `0x${'cc'.repeat(32)}` as const;

describe('countProof', () => {
  it.each([
    ['accepted', { digest, accepted: true }, 150n, true],
    ['rejected', { digest, accepted: false }, 150n, true],
    ['missing', undefined, 150n, true],
    ['not-due', undefined, 200n, false],
    ['accepted', { digest, accepted: true }, 203n, false],
    ['rejected', { digest, accepted: false }, 203n, false],
  ] as const)('says %s', (verdict, proof, period, due) => {
    const { entry, slot } = countProof(makeSlot(), period, proof);
    expect(entry).toMatchObject({ verdict, due, digest: proof?.digest ?? null });
    expect(entry.leaf).toMatchObject({ slot: 3, generation: 1 });
    expect(slot.work.commitments).toBe(due ? 1 : 0);
    expect(entry.leaf.provenPeriods).toBe(slot.work.provenPeriods);
  });
});

describe('countVoids', () => {
  it('leaves way-points of committed periods only', () => {
    const { work } = countVoids(makeSlot({ maxSpan: 1 }), 99n, 103n);
    expect(work).toMatchObject({ waypoints: [101n, 102n, 103n], commitments: 0 });
  });
});

describe('accrualEndOf', () => {
  it('is the earliest of what is known', () => {
    const deal = { accrualEnd: 30n, endPeriod: 40n, fundedUntil: 20n };
    expect(accrualEndOf(deal)).toBe(20n);
    expect(accrualEndOf({ ...deal, fundedUntil: null })).toBe(30n);
    expect(accrualEndOf(deal, 10n)).toBe(10n);
  });
});
