import { describe, expect, it } from 'vitest';
import { hourOfWeek, hoursToMap } from '@/lib/core/nodes';
import type { NodeWork, WorkCell } from '@/lib/core/protocol';
import { missTexts, periodAt, tally, weekOf, workRows } from './work-rows';

/** Period 96 is Monday 00:00 of the first full week. */
const MONDAY = 96n + 168n * 1000n;

const cell = (period: bigint, verdict: WorkCell['verdict']): WorkCell => ({
  period,
  verdict,
  due: 2,
  kept: verdict === 'kept' ? 2 : 0,
  misses: [],
});

const work = (over: Partial<NodeWork>): NodeWork => ({
  periodSeconds: 3600,
  newest: MONDAY + 10n,
  oldest: MONDAY - 300n,
  cells: [],
  deals: [],
  ...over,
});

describe('weeks', () => {
  it('begin on Monday and give every period back', () => {
    expect(hourOfWeek(MONDAY)).toBe(0);
    expect(weekOf(MONDAY)).toBe(weekOf(MONDAY - 1n) + 1);
    for (const period of [MONDAY, MONDAY + 167n, MONDAY - 1n]) {
      expect(periodAt(weekOf(period), hourOfWeek(period))).toBe(period);
    }
  });
});

describe('workRows', () => {
  it('has a row per week, newest first, also where nothing was promised', () => {
    const rows = workRows(work({}), 0n);
    expect(rows.map((row) => row.label)).toEqual(['This week', 'Last week', '2 weeks ago']);
    expect(rows.every((row) => row.promised === 0n)).toBe(true);
  });

  it('puts each period into its hour, and what counts for nobody nowhere', () => {
    const cells = [
      cell(MONDAY - 1n, 'missed'),
      cell(MONDAY, 'kept'),
      cell(MONDAY + 1n, 'void'),
      cell(MONDAY + 10n, 'open'),
    ];
    const [now, before] = workRows(work({ cells }), 0n);
    expect(now).toMatchObject({ promised: hoursToMap([0, 10]), kept: hoursToMap([0]), missed: 0n });
    expect(before).toMatchObject({ promised: hoursToMap([167]), missed: hoursToMap([167]) });
    expect(tally(cells)).toEqual({ kept: 1, missed: 1, void: 1 });
  });

  it('shows what is promised for the rest of this week, not what was before', () => {
    const [now] = workRows(work({}), hoursToMap([3, 10, 11, 100]));
    expect(now?.promised).toBe(hoursToMap([11, 100]));
  });
});

it('says each reason once, with the verifier’s own words', () => {
  const at = { deal: `0x${'11'.repeat(20)}` as const, slot: 0, generation: 0 };
  const missed: WorkCell = {
    ...cell(MONDAY, 'missed'),
    misses: [
      { ...at, reason: 'no-message' },
      { ...at, slot: 1, reason: 'no-message' },
      { ...at, slot: 2, reason: 'rejected', detail: 'BAD_PATH' },
    ],
  };
  const texts = missTexts(missed);
  expect(texts).toHaveLength(2);
  expect(texts[1]).toContain('BAD_PATH');
});
