import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatFil,
  formatInstant,
  formatPercent,
  formatRate,
  formatRating,
  hourOfWeekName,
  shortAddress,
} from './format';

const FIL = 10n ** 18n;

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KiB'],
    [8n << 20n, '8 MiB'],
    [508n << 20n, '508 MiB'],
    [(5n << 30n) + (1n << 29n), '5.5 GiB'],
  ])('%s → %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('formatFil', () => {
  it.each([
    [0n, '0 FIL'],
    [FIL, '1 FIL'],
    [(42n * FIL) / 100n, '0.42 FIL'],
    [1_234_567n * FIL + FIL / 2n, '1,234,567.5 FIL'],
    [123_456_789n * (FIL / 10n ** 9n), '0.1235 FIL'],
    [FIL / 10n ** 5n, '0.00001 FIL'],
    [1_500_000_000n, '1.5 nanoFIL'],
    [999n, '999 attoFIL'],
    [-FIL / 4n, '−0.25 FIL'],
  ])('%s → %s', (atto, text) => expect(formatFil(atto)).toBe(text));

  it('stays within a thousandth of the amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 27n }), (atto) => {
        const [number = '', unit] = formatFil(atto).replaceAll(',', '').split(' ');
        const scale = { FIL: 1e18, nanoFIL: 1e9, attoFIL: 1 }[unit as 'FIL'];
        expect(Math.abs(Number(number) * scale - Number(atto))).toBeLessThanOrEqual(
          Number(atto) * 0.001 + 1e-9,
        );
      }),
    );
  });

  it('keeps the digits that were asked for', () => {
    expect(formatFil(123_456_789n * (FIL / 10n ** 9n), { digits: 8 })).toBe('0.12345679 FIL');
  });
});

describe('formatPercent', () => {
  it.each([
    [0, '0 %'],
    [0.29, '29 %'],
    [0.9993, '99.93 %'],
    [0.99999, '99.999 %'],
    [0.999999, '99.9999 %'],
    [1, '100 %'],
  ])('%s → %s', (share, text) => expect(formatPercent(share)).toBe(text));

  it('never promises 100 % for less', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1 - 1e-8, noNaN: true }), (share) => {
        expect(formatPercent(share)).not.toBe('100 %');
      }),
    );
  });
});

it('names rates by GiB and month, ratings with one decimal', () => {
  expect(formatRate(10n ** 13n)).toBe('0.3072 FIL per GiB a month');
  expect(formatRating(9000)).toBe('90 %');
  expect(formatRating(9999)).toBe('99.9 %');
  expect(formatRating(9154)).toBe('91.5 %');
});

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [60, '1 min'],
    [3725, '1 h 2 min'],
    [86_400, '1 day'],
    [100_000, '1 day 3 h'],
    [180 * 86_400, '180 days'],
  ])('%s s → %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe('hourOfWeekName', () => {
  it('counts from Monday 00:00 UTC', () => {
    expect(hourOfWeekName(0)).toBe('Monday 00:00 UTC');
    expect(hourOfWeekName(6 * 24 + 3)).toBe('Sunday 03:00 UTC');
  });

  it('moves into the zone, over the end of the week and half hours', () => {
    expect(hourOfWeekName(167, 'Asia/Tokyo')).toBe('Monday 08:00 GMT+9');
    expect(hourOfWeekName(0, 'Asia/Kolkata')).toBe('Monday 05:30 GMT+5:30');
  });
});

it('writes instants with their zone and addresses in short', () => {
  expect(formatInstant(new Date('2026-11-21T06:43:00Z'), 'UTC')).toBe('21 Nov 2026, 06:43 UTC');
  expect(shortAddress(`0x1234${'0'.repeat(32)}cdef`)).toBe('0x1234…cdef');
});
