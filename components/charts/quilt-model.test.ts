import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COLUMNS,
  cellState,
  columnOf,
  columnsOf,
  countHours,
  hourAt,
  hoursInWords,
  mapOf,
  offsetHoursOf,
} from './quilt-model';

const at = new Date('2026-01-15T12:00:00Z');
const hours = (...list: number[]) => mapOf(new Set(list));

describe('columns', () => {
  it('are the hours, turned by the zone, each exactly once', () => {
    const offset = fc.integer({ min: -12, max: 14 });
    fc.assert(
      fc.property(offset, fc.bigInt({ min: 0n, max: (1n << 168n) - 1n }), (east, map) => {
        const columns = columnsOf(map, east);
        expect(new Set(columns).size).toBe(countHours(map));
        for (const column of columns) {
          expect((map >> BigInt(hourAt(column, east))) & 1n).toBe(1n);
          expect(columnOf(hourAt(column, east), east)).toBe(column);
        }
      }),
    );
  });

  it('begin with the local Monday', () => {
    // Sunday 23:00 UTC is Monday midnight in Berlin.
    expect(columnOf(COLUMNS - 1, offsetHoursOf('Europe/Berlin', at))).toBe(0);
    expect(offsetHoursOf('America/St_Johns', at)).toBe(-4);
    expect(offsetHoursOf('Asia/Kolkata', at)).toBe(5);
    expect(offsetHoursOf(undefined, at)).toBe(0);
  });
});

describe('cells', () => {
  const row = { id: '1', label: 'a', promised: hours(1, 2, 3), kept: new Set([1, 9]), missed: 4n };
  it('say whether a promise was kept', () => {
    expect([0, 1, 2, 3, 9].map((hour) => cellState(row, hour))).toEqual([
      'off',
      'kept',
      'missed',
      'promised',
      'kept',
    ]);
  });
});

describe('hours in words', () => {
  it('are short where days are alike', () => {
    expect(hoursInWords(0n, 0)).toBe('no hours');
    expect(hoursInWords((1n << 168n) - 1n, 3)).toBe('every hour');
    const nights = Array.from({ length: 7 }, (_, day) => [day * 24, day * 24 + 1, day * 24 + 23]);
    expect(hoursInWords(hours(...nights.flat()), 0)).toBe('every day 00–02, 23–24');
    expect(hoursInWords(hours(0, 1, 25), 0)).toBe('Mon 00–02; Tue 01–02');
    expect(hoursInWords(hours(0), -1)).toBe('Sun 23–24');
  });
});
