import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_HOURS, committedHours, declaredHours, hoursToMap, longestGap } from '@/lib/core/nodes';
import { signupSettings } from '@/lib/core/protocol';
import { type Draft, emptyDraft, promiseOf, regionOfZone, settingsOf } from './draft';

const NOW = new Date('2026-02-01T00:00:00Z');
const WALLET = `0x${'ab'.repeat(20)}`;
const draft = (over: Partial<Draft> = {}): Draft => ({
  ...emptyDraft('Europe/Berlin', 1_100_000_000_000n),
  ...over,
});

describe('the spans that fit painted hours', () => {
  it('are a range with the default inside, for any week and zone', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: ALL_HOURS }), zones, (grid, zone) => {
        const promise = promiseOf(grid, zone, NOW);
        if (!promise) return;
        expect(promise.minSpan).toBeLessThanOrEqual(promise.defaultSpan);
        expect(promise.defaultSpan).toBeLessThanOrEqual(promise.maxSpan);
      }),
      { numRuns: 200 },
    );
  });

  it('suit the hours of a deal before, after and over the clock change', () => {
    const { settings } = settingsOf(draft(), WALLET, NOW);
    const { windows = [], timeZone = '' } = settings ?? {};
    const promise = promiseOf(draft().grid, timeZone, NOW);
    const terms = [
      ['2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'],
      ['2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z'],
      ['2026-03-01T00:00:00Z', '2026-05-01T00:00:00Z'],
    ] as const;
    for (const [from, to] of terms) {
      const gap = longestGap(committedHours(windows, timeZone, from, to));
      expect(promise?.minSpan).toBeGreaterThan(gap);
      expect(promise?.maxSpan).toBeLessThanOrEqual(gap + 24);
    }
  });

  it('say when single hours fall out as clocks change', () => {
    expect(promiseOf(hoursToMap([20, 21, 44, 45]), 'Europe/Berlin', NOW)?.isFragile).toBe(false);
    expect(promiseOf(hoursToMap([20]), 'Europe/Berlin', NOW)?.isFragile).toBe(true);
    expect(promiseOf(hoursToMap([20]), 'Asia/Tokyo', NOW)?.isFragile).toBe(false);
    expect(promiseOf(0n, 'UTC', NOW)).toBeNull();
  });
});

describe('a draft as settings', () => {
  it('is what the portal takes, with the median and the connected wallet by default', () => {
    const { settings, errors } = settingsOf(draft(), WALLET, NOW);
    expect(errors).toBeNull();
    expect(settings).toMatchObject({
      payout: WALLET,
      capacityBytes: 4n << 30n,
      region: 'EU',
      parameters: { rate: 1_100_000_000_000n, minFileSize: 0n, maxFileSize: (1n << 63n) - 1n },
    });
    if (!settings) throw new Error('no settings');
    const wire = JSON.parse(
      JSON.stringify(settings, (_, v) => (typeof v === 'bigint' ? v.toString() : v)),
    );
    expect(signupSettings.parse(wire)).toEqual(settings);
    const hours = declaredHours(settings.windows, settings.timeZone, NOW.toISOString());
    expect(settings.parameters.maxSpan).toBeGreaterThan(longestGap(hours));
  });

  it.each<[keyof Draft, Partial<Draft>]>([
    ['grid', { grid: 0n }],
    ['capacity', { capacity: '0' }],
    ['capacity', { capacity: 'four' }],
    ['rate', { rate: '-1' }],
    ['rate', { rate: '' }],
    ['maxSpan', { maxSpan: '5' }],
    ['maxSpan', { maxSpan: '7.5' }],
    ['minFile', { minFile: 'small' }],
    ['maxFile', { minFile: '9', maxFile: '1' }],
    ['payout', { payoutTo: 'other', payout: '0x12' }],
    ['payout', { payoutTo: 'other', payout: `0x${'0'.repeat(40)}` }],
  ])('names %s when it is wrong: %o', (field, over) => {
    const { settings, errors } = settingsOf(draft(over), WALLET, NOW);
    expect(settings).toBeNull();
    expect(Object.keys(errors ?? {})).toEqual([field]);
  });

  it('needs a wallet, or another address', () => {
    expect(settingsOf(draft(), undefined, NOW).errors).toHaveProperty('payout');
    const other = draft({ payoutTo: 'other', payout: WALLET });
    expect(settingsOf(other, undefined, NOW).settings?.payout).toBe(WALLET);
  });
});

it('knows the continent of a zone', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'America/Sao_Paulo',
    'Australia/Perth',
    'UTC',
  ];
  expect(zones.map(regionOfZone)).toEqual(['EU', 'NA', 'SA', 'OC', '']);
});
