import { describe, expect, it } from 'vitest';
import { buildSlotTable } from '@/lib/core/deals';
import { hoursMapHex } from '@/lib/core/protocol';
import { hashOf, makeOffer } from '../testing/fixtures';
import { testOperator } from '../testing/stub-portal';
import { rootOf, slotLeaf } from './merkle';
import { contradiction, unacceptable } from './terms';

const offer = makeOffer();
const own = { payout: testOperator.address, rate: 5n, maxSpan: 30, hoursMap: 0b11n };

describe('rootOf', () => {
  it('leads to the root of the slot table for every slot, and nowhere else', () => {
    const plans = Array.from({ length: 7 }, (_, slot) => makeOffer({ slot }).plan);
    const table = buildSlotTable(plans.map((p) => ({ ...p, hoursMap: BigInt(p.hoursMap) })));
    for (const plan of plans) {
      const path = table.pathOf(plan.slot);
      expect(rootOf(slotLeaf(plan), path)).toBe(table.root);
      expect(rootOf(slotLeaf({ ...plan, rate: 6n }), path)).not.toBe(table.root);
    }
  });
});

describe('unacceptable', () => {
  it('takes its own terms and fewer hours', () => {
    expect(unacceptable(offer.plan, own)).toBeUndefined();
  });

  it.each([
    ['payout', { payout: `0x${'9'.repeat(40)}` as const }],
    ['rate', { rate: 4n }],
    ['max span', { maxSpan: 29 }],
    ['hours', { hoursMap: hoursMapHex(0b100n) }],
  ])('refuses another %s', (what, change) => {
    expect(unacceptable({ ...offer.plan, ...change }, own)).toMatch(new RegExp(what));
  });
});

describe('contradiction', () => {
  it('finds nothing in a true offer', () => {
    expect(contradiction(offer, testOperator.address)).toBeUndefined();
  });

  it.each([
    ['node', makeOffer({ plan: { ...offer.plan, node: `0x${'9'.repeat(40)}` } })],
    ['slot', makeOffer({ plan: { ...offer.plan, slot: 3 } })],
    ['commD', makeOffer({ commD: hashOf('1') })],
    ['rate', makeOffer({ rate: 6n })],
  ])('sees that the %s differs from the plan', (what, wrong) => {
    expect(contradiction(wrong, testOperator.address)).toBe(what);
  });
});
