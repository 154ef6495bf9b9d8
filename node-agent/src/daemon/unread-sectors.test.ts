import { describe, expect, it } from 'vitest';
import { UnreadSectors } from './unread-sectors';

const PERIOD_MS = 3_600_000;
/** What is left of the period at every try when all of them are in vain. */
function triesIn(begin: number): number[] {
  const unread = new UnreadSectors(PERIOD_MS);
  unread.add('a', begin);
  const tries: number[] = [];
  for (let left = begin; ; ) {
    const pause = unread.untilTry(left);
    if (pause === Number.POSITIVE_INFINITY) return tries;
    expect(unread.isWaiting('a', left)).toBe(true);
    left -= pause;
    expect(unread.isWaiting('a', left)).toBe(false);
    tries.push(left);
    unread.postpone(left);
  }
}

describe('UnreadSectors', () => {
  it('tries a few times, with growing pauses', () => {
    const tries = triesIn(PERIOD_MS);
    expect(tries).toHaveLength(5);
    const pauses = tries.map((left, i) => (tries[i - 1] ?? PERIOD_MS) - left);
    for (const [i, pause] of pauses.entries()) {
      const full = (PERIOD_MS / 64) * 2 ** i;
      expect(pause).toBeGreaterThanOrEqual(full / 2);
      expect(pause).toBeLessThanOrEqual(full);
    }
  });

  it('leaves the last quarter of the period alone', () => {
    for (const share of [0.5, 0.3, 0.27, 0.25, 0.1]) {
      const tries = triesIn(PERIOD_MS * share);
      expect(tries.every((left) => left >= PERIOD_MS / 4)).toBe(true);
    }
    expect(triesIn(PERIOD_MS * 0.5).length).toBeGreaterThan(0);
    expect(triesIn(PERIOD_MS * 0.25)).toEqual([]);
    const unread = new UnreadSectors(PERIOD_MS);
    unread.add('a', PERIOD_MS);
    expect(unread.isWaiting('a', PERIOD_MS / 2)).toBe(false);
    // A computer that slept meanwhile.
    expect(unread.isWaiting('a', PERIOD_MS / 5)).toBe(true);
  });

  it('has one row of pauses for all sectors, and none once all were read', () => {
    const unread = new UnreadSectors(PERIOD_MS);
    unread.add('a', PERIOD_MS);
    const pause = unread.untilTry(PERIOD_MS);
    unread.add('b', PERIOD_MS);
    expect(unread.untilTry(PERIOD_MS)).toBe(pause);
    expect(unread.isWaiting('c', PERIOD_MS)).toBe(false);
    unread.delete('a');
    expect(unread.untilTry(PERIOD_MS)).toBe(pause);
    unread.delete('b');
    expect(unread.untilTry(PERIOD_MS)).toBe(Number.POSITIVE_INFINITY);
  });

  it('waits for nothing that was due and not read, because its slot ended', () => {
    const unread = new UnreadSectors(PERIOD_MS);
    unread.add('a', PERIOD_MS);
    expect(unread.untilTry(PERIOD_MS / 2)).toBe(Number.POSITIVE_INFINITY);
  });
});
