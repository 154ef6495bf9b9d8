import { beforeAll, describe, expect, it } from 'vitest';
import { setTestEnv } from '@/tests/support/env';
import { fitsState, parseReason, reasonToReplace, sealBy } from './reason';
import type { SlotRow } from './slot-row';

const OFFERED = 1_000_000;
const at = (seconds: number) => new Date(seconds * 1000);
// test profile: silence 60 s, sealing 600 s
const deal = { sealingDeadline: at(OFFERED + 600) };
const makeSlot = (over: Partial<SlotRow> = {}) =>
  ({ state: 'OFFERED', preCommits: 0, generation: 0, offeredAt: at(OFFERED), ...over }) as SlotRow;
const reason = (slot: SlotRow, after: number, lastSeenAfter: number | null = null) =>
  reasonToReplace(deal, slot, {
    now: OFFERED + after,
    period: 500n,
    lastSeen: lastSeenAfter === null ? null : OFFERED + lastSeenAfter,
  });

beforeAll(() => {
  setTestEnv({ PROFILE: 'test' });
});

describe('reasonToReplace', () => {
  it('replaces a refused slot at once', () => {
    expect(reason(makeSlot({ state: 'VACANT' }), 0)).toBe('Refused');
  });

  it('gives an offered node its time, and one that is heard of more of it', () => {
    expect(reason(makeSlot(), 59)).toBeNull();
    expect(reason(makeSlot(), 60)).toBe('Silent');
    expect(reason(makeSlot(), 300, 290)).toBeNull();
    expect(reason(makeSlot(), 300, 200)).toBe('Silent');
    expect(reason(makeSlot(), 400, 399)).toBe('Silent');
  });

  it('replaces one that did not seal in time or used up its attempts', () => {
    const sealing = makeSlot({ state: 'PRECOMMITTED', preCommits: 1 });
    expect(reason(sealing, 600, 600)).toBeNull();
    expect(reason(sealing, 601, 600)).toBe('MissedSealing');
    const rejected = makeSlot({ preCommits: 2 });
    expect(reason(rejected, 500, 500)).toBeNull();
    expect(reason(makeSlot({ preCommits: 3 }), 10, 10)).toBe('MissedSealing');
  });

  it('counts a replacement from its own offer', () => {
    const late = makeSlot({ generation: 1, offeredAt: at(OFFERED + 500) });
    expect(sealBy(deal, late)).toBe(OFFERED + 1100);
    expect(reason(late, 559)).toBeNull();
    expect(reason(late, 560)).toBe('Silent');
  });

  it.each([
    { state: 'PROVED' },
    { state: 'LIVE' },
    { state: 'LIVE', end: 501n },
    { state: 'ENDED', endReason: 'Exited' },
  ] as const)('leaves a slot alone that is $state', (row) => {
    const slot = makeSlot({ preCommits: 1, end: null, endReason: null, ...row });
    expect(reason(slot, 10_000)).toBeNull();
  });

  it('replaces a node that has left, or may leave by now', () => {
    expect(reason(makeSlot({ state: 'LIVE', end: 500n, endReason: null }), 0)).toBe('Exited');
    expect(reason(makeSlot({ state: 'ENDED', end: 500n, endReason: null }), 0)).toBe('Exited');
  });
});

describe('fitsState', () => {
  it('knows what the contract accepts', () => {
    expect(fitsState(makeSlot({ state: 'LIVE' }), 'Unhealthy')).toBe(true);
    expect(fitsState(makeSlot({ state: 'ENDED', endReason: null }), 'Exited')).toBe(true);
    expect(fitsState(makeSlot({ state: 'ENDED', endReason: 'Exited' }), 'Exited')).toBe(false);
    expect(fitsState(makeSlot({ state: 'ENDED', endReason: null }), 'Unhealthy')).toBe(false);
    expect(fitsState(makeSlot({ state: 'LIVE' }), 'Silent')).toBe(false);
    expect(fitsState(makeSlot({ preCommits: 1 }), 'Silent')).toBe(false);
    expect(fitsState(makeSlot({ preCommits: 1 }), 'MissedSealing')).toBe(true);
    expect(fitsState(makeSlot({ state: 'OFFERED' }), 'Refused')).toBe(false);
  });
});

it('refuses a reason that is none', () => {
  const expected = expect.objectContaining({ code: 'REPAIR_REASON_UNKNOWN' });
  expect(() => parseReason('Bored')).toThrowError(expected);
});
