import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPromised } from '../protocol/clock';
import { isCommitted } from './schedule';
import { countPeriod, noWork, type PeriodOutcome, type WorkState } from './work';

const always = (1n << 168n) - 1n;

interface SlotFixture {
  hoursMap: bigint;
  maxSpan: number;
  start: bigint;
  accrualEnd: bigint;
}

const makeSlot = (over: Partial<SlotFixture> = {}): SlotFixture => ({
  hoursMap: always,
  maxSpan: 24,
  start: 1000n,
  accrualEnd: 2000n,
  ...over,
});

/** What happened in a period to a slot: a proof arrived, none arrived, or the period is void. */
type Happening = 'proof' | 'silence' | 'void';

function play(slot: SlotFixture, happenings: Record<string, Happening> | Happening[]): WorkState {
  const list = Array.isArray(happenings)
    ? happenings.map((h, i) => [slot.start + BigInt(i), h] as const)
    : Object.entries(happenings).map(([p, h]) => [BigInt(p), h] as const);
  return list.reduce<WorkState>((state, [period, happening]) => {
    const committed = isCommitted(slot, period);
    const silent: PeriodOutcome = committed ? 'missed' : 'not-due';
    const outcome = { proof: 'accepted', silence: silent, void: 'void' } as const;
    return countPeriod(state, { ...slot, period, committed, outcome: outcome[happening] });
  }, noWork);
}

describe('countPeriod', () => {
  it('credits the time since the start, then since the last accepted proof', () => {
    const state = play(makeSlot(), { 1005: 'proof', 1006: 'proof', 1010: 'proof' });
    expect(state).toMatchObject({ provenPeriods: 10n, fulfilments: 3, commitments: 3 });
    expect(state.lastAccepted).toBe(1010n);
  });

  it('caps the credit of one proof by the span', () => {
    expect(play(makeSlot({ maxSpan: 3 }), { 1010: 'proof' }).provenPeriods).toBe(3n);
  });

  it('takes one period off for each commitment missed since the last accepted one', () => {
    const state = play(makeSlot(), {
      1001: 'proof',
      1002: 'silence',
      1003: 'silence',
      1004: 'proof',
    });
    expect(state).toMatchObject({ provenPeriods: 2n, fulfilments: 2, commitments: 4 });
    expect(state.missedSince).toBe(0);
  });

  it('never credits less than nothing', () => {
    const slot = makeSlot({ maxSpan: 1 });
    const state = play(slot, { 1001: 'silence', 1002: 'silence', 1003: 'proof' });
    expect(state).toMatchObject({ provenPeriods: 0n, commitments: 3, fulfilments: 1 });
  });

  it('pays a proof outside the hours and counts no promise', () => {
    const slot = makeSlot({ hoursMap: 0n });
    expect(play(slot, { 1004: 'proof' })).toMatchObject({
      provenPeriods: 4n,
      fulfilments: 0,
      commitments: 0,
    });
  });

  it('pays a closing proof up to the end of accrual and not twice', () => {
    const slot = makeSlot({ accrualEnd: 1010n });
    const state = play(slot, { 1008: 'proof', 1011: 'proof', 1012: 'proof' });
    expect(state).toMatchObject({ provenPeriods: 10n, commitments: 1, lastAccepted: 1012n });
  });

  it('ignores the start period, and what is counted already', () => {
    const slot = makeSlot();
    expect(play(slot, { 1000: 'proof' })).toEqual(noWork);
    const once = play(slot, { 1003: 'proof' });
    const again = { ...slot, period: 1003n, committed: true, outcome: 'missed' } as const;
    expect(countPeriod(once, again)).toEqual(once);
  });

  it('lets a void committed period lengthen the span, not more than step by step', () => {
    const slot = makeSlot({ maxSpan: 4 });
    expect(play(slot, { 1004: 'void', 1008: 'proof' }).provenPeriods).toBe(8n);
    expect(play(slot, { 1004: 'void', 1012: 'proof' }).provenPeriods).toBe(8n);
    expect(play(slot, { 1004: 'silence', 1008: 'proof' }).provenPeriods).toBe(3n);
  });

  it('makes no way-point after a missed commitment or outside the hours', () => {
    const slot = makeSlot({ maxSpan: 4 });
    expect(play(slot, { 1003: 'silence', 1004: 'void', 1008: 'proof' }).provenPeriods).toBe(3n);
    expect(play(makeSlot({ hoursMap: 0n }), { 1004: 'void' }).waypoints).toEqual([]);
  });

  it('keeps the list of way-points short through a long outage, with the same credit', () => {
    const slot = makeSlot({ maxSpan: 24, accrualEnd: 5000n });
    const outage = Array.from({ length: 1001 }, (): Happening => 'void');
    const state = play(slot, outage);
    expect(state.waypoints.length).toBeLessThan(50);
    const back = { ...slot, period: 2001n, committed: true, outcome: 'accepted' } as const;
    expect(countPeriod(state, back).provenPeriods).toBe(1001n);
  });

  it('refuses what cannot be', () => {
    const slot = makeSlot();
    const bad = (period: bigint, committed: boolean, outcome: PeriodOutcome) => () =>
      countPeriod(noWork, { ...slot, period, committed, outcome });
    for (const attempt of [
      bad(1000n, true, 'missed'),
      bad(2000n, true, 'accepted'),
      bad(1001n, false, 'missed'),
      bad(1001n, true, 'not-due'),
    ]) {
      expect(attempt).toThrowError(expect.objectContaining({ code: 'DEAL_BAD_PERIOD' }));
    }
  });
});

const mapArb = fc.bigInt({ min: 1n, max: always });
const happeningsArb = fc.array(fc.constantFrom<Happening>('proof', 'silence', 'void'), {
  minLength: 1,
  maxLength: 400,
});

/** Longest run of hours without a promise, round the week. */
function gapOf(hoursMap: bigint): number {
  let longest = 0;
  let run = 0;
  for (let period = 0n; period < 336n; period++) {
    run = isPromised(hoursMap, period) ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

describe('countPeriod, always', () => {
  it('has fulfilments ≤ commitments ≤ scheduled hours and pays at most what has elapsed', () => {
    fc.assert(
      fc.property(
        mapArb,
        fc.integer({ min: 1, max: 200 }),
        fc.bigInt({ min: 1n, max: 420n }),
        happeningsArb,
        (hoursMap, maxSpan, term, happenings) => {
          const slot = makeSlot({ hoursMap, maxSpan, accrualEnd: 1000n + term });
          const state = play(slot, happenings);
          const end = 1000n + BigInt(happenings.length) - 1n;
          const elapsed = (end < slot.accrualEnd ? end : slot.accrualEnd) - slot.start;
          let scheduled = 0;
          for (let p = slot.start; p <= end; p++) if (isCommitted(slot, p)) scheduled++;
          expect(state.fulfilments).toBeLessThanOrEqual(state.commitments);
          expect(state.commitments).toBeLessThanOrEqual(scheduled);
          expect(state.provenPeriods).toBeLessThanOrEqual(elapsed > 0n ? elapsed : 0n);
          expect(state.lastAccepted).toBeLessThanOrEqual(end);
        },
      ),
    );
  });

  it('pays every period to a node that keeps all promises, whatever is void', () => {
    fc.assert(
      fc.property(
        mapArb,
        fc.integer({ min: 0, max: 24 }),
        fc.bigInt({ min: 2n, max: 420n }),
        fc.array(fc.boolean(), { minLength: 420, maxLength: 420 }),
        (hoursMap, extra, term, voids) => {
          const slot = makeSlot({
            hoursMap,
            maxSpan: gapOf(hoursMap) + 1 + extra,
            accrualEnd: 1000n + term,
          });
          const happenings = voids.slice(0, Number(term)).map((isVoid, i): Happening => {
            if (isVoid) return 'void';
            return isCommitted(slot, slot.start + BigInt(i)) ? 'proof' : 'silence';
          });
          const state = play(slot, [...happenings, 'proof']);
          expect(state.provenPeriods).toBe(term);
          expect(state.fulfilments).toBe(state.commitments);
        },
      ),
    );
  });

  it('never pays more for a promise broken than for the same one kept', () => {
    fc.assert(
      fc.property(
        mapArb,
        fc.integer({ min: 1, max: 60 }),
        happeningsArb,
        fc.nat(),
        (map, span, list, at) => {
          const slot = makeSlot({ hoursMap: map, maxSpan: span, accrualEnd: 1600n });
          const index = at % list.length;
          const kept = list.map((h, i): Happening => (i === index ? 'proof' : h));
          const broken = list.map((h, i): Happening => (i === index ? 'silence' : h));
          const paid = (happenings: Happening[]) =>
            play(slot, [...happenings, 'proof']).provenPeriods;
          expect(paid(broken)).toBeLessThanOrEqual(paid(kept));
        },
      ),
    );
  });
});
