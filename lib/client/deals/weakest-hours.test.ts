import { describe, expect, it } from 'vitest';
import type { Plan } from '@/lib/core/protocol/plans';
import { hoursMapHex } from '@/lib/core/protocol/primitives';
import { weakestHourSentence, weakestHours } from './weakest-hours';

const ALL = (1n << 168n) - 1n;
const without = (...hours: number[]) =>
  hours.reduce((map, hour) => map & ~(1n << BigInt(hour)), ALL);

const prediction: Plan['prediction'] = {
  worstHour: 147,
  worst: 0.99937,
  mean: 0.9999,
  expectedOnlineAtWorst: 6.24,
  shocked: 0.9,
  jittered: 0.99,
  reached: true,
};

function node(hoursMap: bigint, rating = 9000): Plan['nodes'][number] {
  const address = `0x${'1'.repeat(40)}` as const;
  return {
    operator: address,
    payout: address,
    rate: 1n,
    maxSpan: 1,
    hoursMap: hoursMapHex(hoursMap),
    rating,
    timeZone: 'UTC',
    slots: [0],
  };
}

describe('the weakest hour', () => {
  it('is told with its name, the computers and a figure that is not rounded up', () => {
    expect(weakestHourSentence({ k: 4, tier: 'instant', prediction })).toBe(
      'At its weakest hour, Sunday 03:00 UTC, 6.2 computers are expected online and 4 are needed: 99.93 %.',
    );
  });

  it('is a window for tiers that wait', () => {
    expect(weakestHourSentence({ k: 4, tier: 'half-day', prediction })).toMatch(
      /^In its weakest 12 hours, from Sunday 03:00 UTC/,
    );
  });

  it('is marked together with the hours that are covered as thinly', () => {
    const nodes = [node(without(3, 5)), node(without(3, 5, 147)), node(ALL)];
    const worst = { ...prediction, worstHour: 3 };
    expect(weakestHours({ nodes, tier: 'instant', prediction: worst })).toEqual([3, 5]);
  });

  it('counts steadier computers more', () => {
    const nodes = [node(without(3), 9900), node(without(5), 5000)];
    expect(
      weakestHours({ nodes, tier: 'instant', prediction: { ...prediction, worstHour: 3 } }),
    ).toEqual([3]);
  });

  it('does not exist where all hours are alike', () => {
    expect(weakestHours({ nodes: [node(ALL)], tier: 'instant', prediction })).toEqual([]);
    // A day's window always contains the promised hour.
    expect(weakestHours({ nodes: [node(without(3))], tier: 'day', prediction })).toEqual([]);
  });
});
