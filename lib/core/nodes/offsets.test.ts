import { Temporal } from '@js-temporal/polyfill';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetsBetween, yearLater } from './offsets';

/** The same by Temporal, which knows each transition; too large for a page. */
function byTransitions(timeZone: string, fromIso: string, toIso: string): number[] {
  let at = Temporal.Instant.from(fromIso).toZonedDateTimeISO(timeZone);
  const end = Temporal.Instant.from(toIso).epochMilliseconds;
  const found = new Set([at.offsetNanoseconds / 1e9]);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= end) break;
    found.add(next.offsetNanoseconds / 1e9);
    at = next;
  }
  return [...found].sort((a, b) => a - b);
}

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  // The clock goes back for one month of the moon's calendar.
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Asia/Gaza',
  'Pacific/Apia',
  'Antarctica/Troll',
];
const DAY = 24 * 3_600_000;
const FIRST = Date.UTC(2009, 0, 1);

describe('offsetsBetween', () => {
  it('finds what Temporal finds', () => {
    const span = fc.record({
      timeZone: fc.constantFrom(...zones),
      from: fc.integer({ min: FIRST, max: FIRST + 30 * 365 * DAY }),
      length: fc.integer({ min: 0, max: 400 * DAY }),
    });
    fc.assert(
      fc.property(span, ({ timeZone, from, length }) => {
        const [start, end] = [from, from + length].map((ms) => new Date(ms).toISOString());
        expect(offsetsBetween(timeZone, `${start}`, `${end}`)).toEqual(
          byTransitions(timeZone, `${start}`, `${end}`),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('changes at the very millisecond', () => {
    const change = Date.UTC(2026, 2, 29, 1);
    const at = (ms: number) => new Date(change + ms).toISOString();
    expect(offsetsBetween('Europe/Berlin', at(-1), at(0))).toEqual([3600]);
    expect(offsetsBetween('Europe/Berlin', at(-1), at(1))).toEqual([3600, 7200]);
    expect(offsetsBetween('Europe/Berlin', at(0), at(1))).toEqual([7200]);
  });

  it('refuses what is no zone and what is no instant', () => {
    const now = '2026-01-01T00:00:00Z';
    for (const zone of ['', 'Berlin', '+02:00', 'Europe/Atlantis']) {
      expect(() => offsetsBetween(zone, now, now)).toThrow(
        expect.objectContaining({ code: 'NODE_TIME_ZONE_UNKNOWN' }),
      );
    }
    for (const instant of [
      '',
      'tomorrow',
      '2026-01-01',
      '2026-01-01T00:00:00',
      '2026-13-01T00:00Z',
    ]) {
      expect(() => offsetsBetween('UTC', instant, now)).toThrow(
        expect.objectContaining({ code: 'NODE_INSTANT_INVALID' }),
      );
    }
  });
});

describe('yearLater', () => {
  it('agrees with the calendar, leap days too', () => {
    for (const iso of ['2026-05-31T12:30:00Z', '2028-02-29T23:59:59Z', '2027-02-28T00:00:00Z']) {
      const later = Temporal.Instant.from(iso).toZonedDateTimeISO('UTC').add({ years: 1 });
      expect(Date.parse(yearLater(iso))).toBe(later.epochMilliseconds);
    }
  });
});
