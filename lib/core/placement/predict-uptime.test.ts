import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL_HOURS, hasHour, mapToHours } from '../nodes';
import { atLeast, predictUptime, reliability } from '.';
import { windowsMet } from './coverage';
import { daily, makeCandidate } from './fixtures';

const q = reliability({ fulfilments: 0, commitments: 0 });

describe('windowsMet', () => {
  test('agrees with looking at every hour of every window', () => {
    const property = fc.property(
      fc.bigInt({ min: 0n, max: ALL_HOURS }),
      fc.constantFrom(1, 12, 24),
      (map, length) => {
        const slow = Array.from({ length: 168 }, (_, w) => w).filter((w) =>
          Array.from({ length }, (_, i) => (w + i) % 168).some((h) => hasHour(map, h)),
        );
        expect(mapToHours(windowsMet(map, length))).toEqual(slow);
      },
    );
    fc.assert(property, { numRuns: 50 });
  });
});

describe('predictUptime', () => {
  test('instant: the hour in which the fewest are there is the worst', () => {
    const nodes = [
      makeCandidate(0, { hoursMap: ALL_HOURS }),
      makeCandidate(1, { hoursMap: ALL_HOURS & ~(1n << 50n) }),
    ];
    const figure = predictUptime(nodes, 1, 'instant');
    expect(figure.worstHour).toBe(50);
    expect(figure.worst).toBeCloseTo(q, 12);
    expect(figure.expectedOnlineAtWorst).toBeCloseTo(q, 12);
    expect(figure.mean).toBeCloseTo((167 * atLeast(1, [q, q]) + q) / 168, 12);
  });

  test('day: everybody who is there at some hour of each day counts', () => {
    const nodes = [0, 1, 2, 3, 4].map((i) =>
      makeCandidate(i, { hoursMap: daily(4 * i, 4 * i + 4) }),
    );
    const figure = predictUptime(nodes, 3, 'day');
    expect(figure.worst).toBeCloseTo(atLeast(3, [q, q, q, q, q]), 12);
    expect(figure.worst).toBeCloseTo(figure.mean, 12);
    expect(predictUptime(nodes, 3, 'instant').worst).toBe(0);
  });

  test('a free Sunday shows in the day tier', () => {
    const weekdays = daily(8, 20) & ((1n << 144n) - 1n);
    const figure = predictUptime([makeCandidate(0, { hoursMap: weekdays })], 1, 'day');
    expect(figure.worst).toBe(0);
    expect(figure.worstHour).toBe(140); // Saturday 20:00 to Sunday 20:00
  });

  test('the loss of the region that hurts most', () => {
    const at = (i: number, region: string) => makeCandidate(i, { hoursMap: ALL_HOURS, region });
    const nodes = [at(0, 'eu'), at(1, 'eu'), at(2, 'us'), at(3, 'as')];
    expect(predictUptime(nodes, 2, 'instant').shocked).toBeCloseTo(q * q, 12);
    expect(predictUptime(nodes.slice(0, 2), 1, 'instant').shocked).toBe(0);
  });

  test('jitter takes from the edges of a schedule, not from a full one', () => {
    const full = predictUptime([makeCandidate(0, { hoursMap: ALL_HOURS })], 1, 'instant');
    expect(full.jittered).toBeCloseTo(full.worst, 12);
    const halves = [
      makeCandidate(0, { hoursMap: daily(0, 12) }),
      makeCandidate(1, { hoursMap: daily(12, 24) }),
    ];
    const figure = predictUptime(halves, 1, 'instant');
    // At a change of shift one is there in 3 of 5 cases, the other in 2 of 5.
    expect(figure.jittered).toBeCloseTo(1 - (1 - 0.6 * q) * (1 - 0.4 * q), 12);
  });

  test('no nodes: nothing', () => {
    expect(predictUptime([], 1, 'day')).toMatchObject({ worst: 0, mean: 0, shocked: 0 });
  });
});
