import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  askMargin,
  decideSegment,
  type HolderView,
  type SegmentView,
  type ShardStatus,
} from './decide';

const NOW = 1_000_000;
const STALL = 5_000;

function holder(shard: number, over: Partial<HolderView> = {}): HolderView {
  const base = { status: null, progressAt: 0, isOnline: true, returnsAt: null };
  return { ...base, shard, ...over };
}
const working = (shard: number, status: ShardStatus = 'RECEIVING', age = 0) =>
  holder(shard, { status, progressAt: NOW - age });
const away = (shard: number, returnsAt: number | null = null) =>
  holder(shard, { isOnline: false, returnsAt });
const decide = (holders: HolderView[], over: Partial<SegmentView> = {}) =>
  decideSegment({ k: 3, now: NOW, stallMs: STALL, deadline: NOW + 60_000, holders, ...over });

describe('decideSegment', () => {
  test('asks k and a margin, in the given order', () => {
    const holders = [5, 3, 0, 1, 2, 4].map((shard) => holder(shard));
    expect(decide(holders)).toMatchObject({ state: 'fetching', ask: [5, 3, 0, 1], reachable: 6 });
    expect([1, 4, 8, 9].map(askMargin)).toEqual([1, 1, 2, 3]);
  });

  test('asks nobody who is away', () => {
    const decision = decide([holder(0), away(1), holder(2), holder(3)]);
    expect(decision).toMatchObject({ state: 'fetching', ask: [0, 2, 3] });
  });

  test('is complete with k good ones, whatever the others do', () => {
    const good = [0, 1, 2].map((shard) => working(shard, 'GOOD', 999_999));
    expect(decide([...good, holder(3), working(4, 'ASKED', 999_999)])).toEqual({
      state: 'complete',
      stalled: [],
      ask: [],
      reachable: 3,
      away: [],
    });
  });

  test('a holder without progress stalls, and another is asked', () => {
    const slow = working(0, 'RECEIVING', STALL + 1);
    const holders = [slow, working(1), working(2, 'GOOD'), working(3, 'ASKED'), holder(4)];
    expect(decide(holders)).toMatchObject({ stalled: [0], ask: [4], state: 'fetching' });
    const inTime = [working(0, 'RECEIVING', STALL), ...holders.slice(1)];
    expect(decide(inTime)).toMatchObject({ stalled: [], ask: [] });
  });

  test('what has arrived never stalls: it waits for us', () => {
    const holders = [working(0, 'RECEIVED', 999_999), working(1), working(2)];
    expect(decide(holders)).toMatchObject({ stalled: [], state: 'fetching' });
  });

  test('a corrupt shard is replaced and never asked again', () => {
    const holders = [working(0, 'CORRUPT'), working(1, 'GOOD'), working(2, 'GOOD'), holder(3)];
    expect(decide(holders)).toMatchObject({ ask: [3], state: 'fetching' });
    expect(decide(holders.slice(0, 3))).toMatchObject({ ask: [], state: 'short', reachable: 2 });
  });

  test('waits for holders that come back in time, not for later ones', () => {
    const here = [holder(0), holder(1)];
    expect(decide([...here, away(2, NOW + 60_000)]).state).toBe('waiting');
    expect(decide([...here, away(2, NOW + 60_001)]).state).toBe('short');
    expect(decide([...here, away(2, null)]).state).toBe('short');
  });

  test('a slow holder that is online counts for a while', () => {
    const here = [working(0, 'GOOD'), working(1, 'GOOD')];
    expect(decide([...here, working(2, 'STALLED', 9 * STALL)]).state).toBe('waiting');
    expect(decide([...here, working(2, 'STALLED', 11 * STALL)]).state).toBe('short');
  });

  test('too few names who is missing', () => {
    const decision = decide([holder(0), away(1, NOW + 99_999), working(2, 'CORRUPT')]);
    expect(decision).toMatchObject({ state: 'short', reachable: 1 });
    expect(decision.away.map((h) => h.shard)).toEqual([1, 2]);
  });

  const statuses = fc.constantFrom<ShardStatus | null>(
    null,
    'ASKED',
    'RECEIVING',
    'RECEIVED',
    'GOOD',
    'CORRUPT',
    'STALLED',
  );
  const holdersArb = fc
    .array(
      fc.record({
        status: statuses,
        age: fc.integer({ min: 0, max: 20 * STALL }),
        isOnline: fc.boolean(),
        returnsAt: fc.option(fc.integer({ min: NOW, max: NOW + 120_000 }), { nil: null }),
      }),
      { maxLength: 10 },
    )
    .map((list) =>
      list.map(
        ({ age, ...rest }, shard): HolderView => ({ ...rest, shard, progressAt: NOW - age }),
      ),
    );

  test('asks only untried holders that are online, each once, never more than needed', () => {
    const property = fc.property(holdersArb, fc.integer({ min: 1, max: 6 }), (holders, k) => {
      const { ask, stalled, state } = decide(holders, { k });
      for (const shard of ask)
        expect(holders[shard]).toMatchObject({ status: null, isOnline: true });
      expect(new Set(ask).size).toBe(ask.length);
      const good = holders.filter((h) => h.status === 'GOOD').length;
      const busy = holders.filter(
        (h) =>
          ['ASKED', 'RECEIVING', 'RECEIVED'].includes(h.status ?? '') && !stalled.includes(h.shard),
      ).length;
      expect(good + busy + ask.length).toBeLessThanOrEqual(Math.max(k + askMargin(k), good + busy));
      // Whoever says "fetching" has enough holders at work after asking.
      if (state === 'fetching') expect(good + busy + ask.length).toBeGreaterThanOrEqual(k);
      expect(state === 'complete').toBe(good >= k);
    });
    fc.assert(property);
  });
});
