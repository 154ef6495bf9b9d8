import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { declaredHours } from './hours';
import { ALL_HOURS, HOURS_PER_WEEK, hoursToMap, popcount } from './hours-map';
import { gridToWindows, paintRange, weekPresets, windowsToGrid } from './week-grid';
import { weekSpan } from './windows';

/** Grids of every density: sparse, dense and with long runs. */
const grids = fc.oneof(
  fc.bigInt({ min: 1n, max: ALL_HOURS }),
  fc
    .array(fc.integer({ min: 0, max: HOURS_PER_WEEK - 1 }), { minLength: 1, maxLength: 12 })
    .map(hoursToMap),
  fc
    .record({
      start: fc.integer({ min: 0, max: 167 }),
      length: fc.integer({ min: 1, max: HOURS_PER_WEEK }),
    })
    .map(({ start, length }) => hoursToMap(Array.from({ length }, (_, i) => start + i))),
);

describe('a week grid as windows', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        expect(windowsToGrid(gridToWindows(grid))).toBe(grid);
      }),
      { numRuns: 500 },
    );
  });

  it('covers each hour once, in windows of a day at most, and few enough to be taken', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        const windows = gridToWindows(grid);
        const hours = windows.map(weekSpan).reduce((n, { start, end }) => n + (end - start), 0);
        expect(hours / 3600).toBe(popcount(grid));
        expect(windows.length).toBeLessThanOrEqual(84);
      }),
    );
  });

  it('promises in UTC exactly what is painted there', () => {
    const now = '2026-01-15T00:00:00Z';
    fc.assert(
      fc.property(grids, (grid) => {
        expect(declaredHours(gridToWindows(grid), 'UTC', now)).toBe(grid);
      }),
    );
  });

  it('is empty for nothing, and seven whole days for everything', () => {
    expect(gridToWindows(0n)).toEqual([]);
    const days = [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '00:00', to: '00:00' }));
    expect(gridToWindows(ALL_HOURS)).toEqual(days);
  });

  it('runs over midnight and over the end of the week', () => {
    expect(gridToWindows(hoursToMap([22, 23, 24, 25]))).toEqual([
      { day: 0, from: '22:00', to: '02:00' },
    ]);
    expect(gridToWindows(hoursToMap([167, 0, 1]))).toEqual([
      { day: 6, from: '23:00', to: '02:00' },
    ]);
  });
});

describe('windows as a grid', () => {
  it('counts an hour only when it is covered whole, by one window or by two', () => {
    const half = { day: 0, from: '08:30', to: '10:30' };
    expect(windowsToGrid([half])).toBe(hoursToMap([9]));
    expect(windowsToGrid([half, { day: 0, from: '10:30', to: '11:00' }])).toBe(hoursToMap([9, 10]));
  });

  it('refuses what is no window', () => {
    expect(() => windowsToGrid([{ day: 7, from: '00:00', to: '01:00' }])).toThrow();
  });
});

describe('painting', () => {
  it('sets and clears a rectangle whichever corner it began at', () => {
    const painted = paintRange(0n, 24 + 5, 3, true);
    expect(painted).toBe(hoursToMap([3, 4, 5, 27, 28, 29]));
    expect(paintRange(0n, 3, 24 + 5, true)).toBe(painted);
    expect(paintRange(painted, 4, 28, false)).toBe(hoursToMap([3, 5, 27, 29]));
  });

  it('has presets that say what they are called', () => {
    expect(popcount(weekPresets.weekdayEvenings)).toBe(30);
    expect(popcount(weekPresets.workingHours)).toBe(45);
    expect(popcount(weekPresets.always)).toBe(168);
    expect(gridToWindows(weekPresets.weekdayEvenings)[4]).toEqual({
      day: 4,
      from: '18:00',
      to: '00:00',
    });
  });
});
