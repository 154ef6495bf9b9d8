import { describe, expect, it } from 'vitest';
import {
  assertDealTransition,
  canDealGo,
  canSlotGo,
  type DealStatus,
  dealTransitions,
  isDealOver,
  type SlotState,
  slotTransitions,
} from './states';

const deals = Object.keys(dealTransitions) as DealStatus[];
const slots = Object.keys(slotTransitions) as SlotState[];
const forbiddenDeals = deals.flatMap((from) =>
  deals.filter((to) => !dealTransitions[from].includes(to)).map((to) => [from, to] as const),
);

describe('deal states', () => {
  it('lead from the request to the end along the documented way', () => {
    const way: DealStatus[] = [
      'REQUESTED',
      'ENCODED',
      'REVIEW',
      'CONFIRMED',
      'PUBLISHED',
      'PENDING',
      'ACTIVE',
      'CLOSING',
      'COMPLETED',
    ];
    for (let i = 1; i < way.length; i++) {
      expect(() => assertDealTransition(way[i - 1]!, way[i]!)).not.toThrow();
    }
  });

  it.each(forbiddenDeals)('refuse %s → %s', (from, to) => {
    expect(canDealGo(from, to)).toBe(false);
    const expected = expect.objectContaining({ code: 'DEAL_FORBIDDEN_TRANSITION' });
    expect(() => assertDealTransition(from, to)).toThrowError(expected);
  });

  it('never leave an end, nor a funded deal without one of the chain', () => {
    for (const end of ['COMPLETED', 'CANCELLED', 'FAILED'] as const) {
      expect(isDealOver(end)).toBe(true);
      expect(deals.some((to) => canDealGo(end, to))).toBe(false);
    }
    expect(canDealGo('ACTIVE', 'CANCELLED')).toBe(false);
    expect(canDealGo('CLOSING', 'ACTIVE')).toBe(false);
  });
});

describe('slot states', () => {
  it('can always end, and never come back', () => {
    for (const state of slots.filter((s) => s !== 'ENDED')) {
      expect(canSlotGo(state, 'ENDED')).toBe(true);
    }
    expect(slots.some((to) => canSlotGo('ENDED', to))).toBe(false);
  });

  it.each([
    ['VACANT', 'PRECOMMITTED'],
    ['OFFERED', 'PROVED'],
    ['OFFERED', 'LIVE'],
    ['PRECOMMITTED', 'LIVE'],
    ['PROVED', 'OFFERED'],
    ['PROVED', 'VACANT'],
    ['LIVE', 'OFFERED'],
    ['LIVE', 'VACANT'],
    ['LIVE', 'PROVED'],
  ] as const)('refuse %s → %s', (from, to) => {
    expect(canSlotGo(from, to)).toBe(false);
  });
});
