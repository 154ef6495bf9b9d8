import { Temporal } from '@js-temporal/polyfill';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ALL_HOURS,
  committedHours,
  declaredHours,
  hourOfWeek,
  hoursMapFromHex,
  hoursMapHex,
  hoursToMap,
  type LocalWindow,
  longestGap,
  mapToHours,
  offsetsBetween,
  parseWindows,
  popcount,
  shiftHours,
} from '.';

const WINTER: [string, string] = ['2026-01-05T00:00:00Z', '2026-02-05T00:00:00Z'];
const SUMMER: [string, string] = ['2026-06-05T00:00:00Z', '2026-07-05T00:00:00Z'];
const YEAR: [string, string] = ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'];
const monday = (from: string, to: string): LocalWindow[] => [{ day: 0, from, to }];
const range = (a: number, b: number) => Array.from({ length: b - a }, (_, i) => a + i);

describe('committedHours', () => {
  test('a plain window in UTC', () => {
    const map = committedHours(monday('09:00', '17:00'), 'UTC', ...YEAR);
    expect(mapToHours(map)).toEqual(range(9, 17));
  });

  test('only whole hours count', () => {
    expect(mapToHours(committedHours(monday('09:30', '12:59'), 'UTC', ...YEAR))).toEqual([10, 11]);
    expect(committedHours(monday('09:30', '10:29'), 'UTC', ...YEAR)).toBe(0n);
  });

  test('windows that touch cover the hour between them', () => {
    const windows = [...monday('09:00', '10:30'), ...monday('10:30', '12:00')];
    expect(mapToHours(committedHours(windows, 'UTC', ...YEAR))).toEqual([9, 10, 11]);
  });

  test('over midnight and over the end of the week', () => {
    const sunday: LocalWindow[] = [{ day: 6, from: '22:00', to: '06:00' }];
    expect(mapToHours(committedHours(sunday, 'UTC', ...YEAR))).toEqual([...range(0, 6), 166, 167]);
  });

  test('equal times are 24 hours; seven whole days are the whole week', () => {
    const day = committedHours([{ day: 2, from: '08:00', to: '08:00' }], 'UTC', ...YEAR);
    expect(mapToHours(day)).toEqual(range(56, 80));
    const week = range(0, 7).map((d) => ({ day: d, from: '00:00', to: '00:00' }));
    expect(committedHours(week, 'Asia/Kathmandu', ...YEAR)).toBe(ALL_HOURS);
    expect(committedHours(week, 'America/St_Johns', ...YEAR)).toBe(ALL_HOURS);
  });

  test('half-hour and quarter-hour zones lose the broken hours', () => {
    const india = committedHours(monday('09:00', '17:00'), 'Asia/Kolkata', ...YEAR);
    expect(mapToHours(india)).toEqual(range(4, 11)); // 03:30 to 11:30 UTC
    const nepal = committedHours(monday('09:00', '17:00'), 'Asia/Kathmandu', ...YEAR);
    expect(mapToHours(nepal)).toEqual(range(4, 11)); // 03:15 to 11:15 UTC
  });

  test('a zone far east moves Monday morning into Sunday', () => {
    const map = committedHours(monday('00:00', '14:00'), 'Pacific/Kiritimati', ...YEAR);
    expect(mapToHours(map)).toEqual(range(154, 168));
  });

  test('daylight saving: both offsets count in a term that contains the change', () => {
    const berlin = (term: [string, string]) =>
      mapToHours(committedHours(monday('09:00', '17:00'), 'Europe/Berlin', ...term));
    expect(berlin(WINTER)).toEqual(range(8, 16));
    expect(berlin(SUMMER)).toEqual(range(7, 15));
    expect(berlin(YEAR)).toEqual(range(8, 15));
  });

  test('the change is seen to the second', () => {
    const change = Temporal.Instant.from('2026-03-29T01:00:00Z');
    const at = (s: number) => change.add({ seconds: s }).toString();
    expect(offsetsBetween('Europe/Berlin', at(-10), at(0))).toEqual([3600]);
    expect(offsetsBetween('Europe/Berlin', at(-10), at(1))).toEqual([3600, 7200]);
    expect(offsetsBetween('Europe/Berlin', at(0), at(10))).toEqual([7200]);
  });

  test('Lord Howe changes by half an hour', () => {
    expect(offsetsBetween('Australia/Lord_Howe', ...YEAR)).toEqual([37_800, 39_600]);
  });
});

describe('declaredHours', () => {
  const windowArb = fc.record({
    day: fc.integer({ min: 0, max: 6 }),
    from: fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30')),
    hours: fc.integer({ min: 1, max: 24 }),
  });
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York');

  test('contains the hours of every term in the year', () => {
    const property = fc.property(
      fc.array(windowArb, { minLength: 1, maxLength: 5 }),
      zones,
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 1, max: 60 }),
      (raw, zone, startDay, days) => {
        const windows = raw.map(({ day, from: [h, m], hours }) => ({
          day,
          from: `${String(h).padStart(2, '0')}:${m}`,
          to: `${String((h + hours) % 24).padStart(2, '0')}:${m}`,
        }));
        const start = Temporal.Instant.from(YEAR[0]).add({ hours: 24 * startDay });
        const end = start.add({ hours: 24 * days });
        const committed = committedHours(windows, zone, start.toString(), end.toString());
        expect(committed & ~declaredHours(windows, zone, YEAR[0])).toBe(0n);
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  test('is the union over daylight saving', () => {
    const map = declaredHours(monday('09:00', '17:00'), 'Europe/Berlin', YEAR[0]);
    expect(mapToHours(map)).toEqual(range(7, 16));
  });
});

describe('hours maps', () => {
  test('hour of the week agrees with the UTC calendar', () => {
    const property = fc.property(fc.integer({ min: 0, max: 4_000_000 }), (p) => {
      const at = Temporal.Instant.fromEpochMilliseconds(p * 3_600_000).toZonedDateTimeISO('UTC');
      expect(hourOfWeek(BigInt(p))).toBe((at.dayOfWeek - 1) * 24 + at.hour);
    });
    fc.assert(property);
  });

  test('longest gap is cyclic', () => {
    expect(longestGap(0n)).toBe(168);
    expect(longestGap(ALL_HOURS)).toBe(0);
    expect(longestGap(1n << 40n)).toBe(167);
    expect(longestGap(hoursToMap([10, 100]))).toBe(89);
    expect(longestGap(hoursToMap([10, 20]))).toBe(157);
  });

  test('longest gap does not depend on where the week begins', () => {
    const property = fc.property(
      fc.bigInt({ min: 0n, max: ALL_HOURS }),
      fc.integer({ min: -200, max: 200 }),
      (map, by) => {
        expect(longestGap(shiftHours(map, by))).toBe(longestGap(map));
        expect(popcount(shiftHours(map, by))).toBe(popcount(map));
        expect(shiftHours(shiftHours(map, by), -by)).toBe(map);
      },
    );
    fc.assert(property);
  });

  test('wire form round-trips and refuses bits above 167', () => {
    const map = hoursToMap([0, 167]);
    expect(hoursMapFromHex(hoursMapHex(map))).toBe(map);
    expect(() => hoursMapFromHex(`0x${(1n << 168n).toString(16).padStart(64, '0')}`)).toThrow(
      expect.objectContaining({ code: 'NODE_HOURS_INVALID' }),
    );
  });
});

describe('bad input', () => {
  test.each([
    [[]],
    [[{ day: 7, from: '00:00', to: '01:00' }]],
    [[{ day: 0, from: '24:00', to: '01:00' }]],
    [[{ day: 0, from: '9:00', to: '10:00' }]],
    ['monday'],
  ])('windows %j', (value) => {
    expect(() => parseWindows(value)).toThrow(
      expect.objectContaining({ code: 'NODE_WINDOWS_INVALID' }),
    );
  });

  test('an unknown zone and an unreadable time', () => {
    expect(() => committedHours(monday('09:00', '10:00'), 'Mars/Olympus', ...YEAR)).toThrow(
      expect.objectContaining({ code: 'NODE_TIME_ZONE_UNKNOWN' }),
    );
    expect(() => declaredHours(monday('09:00', '10:00'), 'UTC', 'soon')).toThrow(
      expect.objectContaining({ code: 'NODE_INSTANT_INVALID' }),
    );
  });
});
