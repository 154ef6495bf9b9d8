import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPromised } from '../protocol/clock';
import { type DisputedTime, takeDisputed } from './disputed-work';
import { isCommitted } from './schedule';
import { countPeriod, noWork, type WorkState } from './work';

const always = (1n << 168n) - 1n;
const START = 1000n;

const ascending = (a: bigint, b: bigint) => (a < b ? -1 : 1);

/** What became of a period: counted in time, left out though proved, not proved, or void. */
type Happening = 'proof' | 'left out' | 'silence' | 'void';

interface Story {
  hoursMap: bigint;
  maxSpan: number;
  accrualEnd: bigint;
  happenings: Happening[];
}

const makeStory = (over: Partial<Story> = {}): Story => ({
  ...{ hoursMap: always, maxSpan: 24, accrualEnd: 5000n, happenings: [], ...over },
});

/** Work of the verifier, who hears of each proof that was left out when `told` says, with what the contract gave. */
class Verifier {
  state: WorkState = noWork;
  credited = 0n;
  private readonly accepted: bigint[] = [];

  /** @param forgets - accepted proofs are not known any more, but for the newest */
  constructor(
    private readonly story: Story,
    private readonly forgets = false,
  ) {}

  count(period: bigint, happening: Happening): void {
    const { maxSpan, accrualEnd } = this.story;
    const committed = isCommitted({ ...this.story, start: START }, period);
    const silent = committed ? 'missed' : 'not-due';
    const isVoid = happening === 'void';
    if (happening === 'proof') this.accepted.push(period);
    const outcome = isVoid ? 'void' : happening === 'proof' ? 'accepted' : silent;
    const input = { period, committed, outcome, maxSpan, accrualEnd, start: START } as const;
    this.state = countPeriod(this.state, input);
  }

  credit(period: bigint, periods: bigint): void {
    this.credited += periods;
    const { lastAccepted } = this.state;
    const known = this.forgets ? [lastAccepted].filter((p) => p <= period) : this.accepted;
    const earlier = known.filter((p) => p < period);
    const later = known.filter((p) => p > period);
    const { happenings } = this.story;
    const time: DisputedTime = {
      ...{ ...this.story, start: START },
      before: earlier.sort(ascending).at(-1) ?? 0n,
      after: later.sort(ascending)[0] ?? null,
      isVoid: (p) => happenings[Number(p - START) - 1] === 'void',
    };
    this.state = takeDisputed(this.state, { period, periods }, time);
    this.accepted.push(period);
  }

  /** What the contract pays for: leaf and disputes together. */
  get paid(): bigint {
    return this.state.provenPeriods + this.credited;
  }
}

/** The same weeks, every proof counted in time. */
function inTime(story: Story, until: number): WorkState {
  const verifier = new Verifier(story);
  for (const [i, happening] of story.happenings.slice(0, until).entries()) {
    verifier.count(START + 1n + BigInt(i), happening === 'left out' ? 'proof' : happening);
  }
  return verifier.state;
}

/** As DealDisputes._creditOf counts, where the leaf of the proof's own period decides. */
function contractCredit(story: Story, before: bigint, period: bigint): bigint {
  const since = before > START ? before : START;
  const end = period < story.accrualEnd ? period : story.accrualEnd;
  const time = end - since;
  const periods = time < 0n ? 0n : time < story.maxSpan ? time : BigInt(story.maxSpan);
  let promised = 0n;
  for (let p = since + 1n; p < end && promised < periods; p++) {
    if (isPromised(story.hoursMap, p)) promised++;
  }
  return periods - promised;
}

describe('a disputed proof', () => {
  it('is accepted from then on, and promises broken after it stay broken', () => {
    const happenings: Happening[] = ['proof', 'silence', 'left out', 'silence', 'silence'];
    const verifier = new Verifier(makeStory({ happenings }));
    for (const [i, happening] of happenings.entries()) {
      verifier.count(START + 1n + BigInt(i), happening);
    }
    verifier.credit(START + 3n, 1n);
    expect(verifier.state).toMatchObject({ lastAccepted: START + 3n, missedSince: 2 });
    expect(verifier.state).toMatchObject({ provenPeriods: 1n, overCredited: 0n });
  });

  it('leaves void periods after it out of the promises broken', () => {
    const happenings: Happening[] = ['proof', 'left out', 'void', 'silence', 'void', 'proof'];
    const verifier = new Verifier(makeStory({ happenings }));
    for (const [i, happening] of happenings.slice(0, 5).entries()) {
      verifier.count(START + 1n + BigInt(i), happening);
    }
    verifier.credit(START + 2n, 1n);
    expect(verifier.state).toMatchObject({ missedSince: 1, waypoints: [START + 3n] });
    verifier.count(START + 6n, 'proof');
    expect(verifier.paid).toBe(5n);
  });

  it('that is decided after a later proof was counted is not paid for the same time again', () => {
    // Promised is one hour in four; the proof between was outside the hours.
    const hoursMap = Array.from({ length: 42 }, (_, i) => 1n << BigInt(4 * i));
    const story = makeStory({ hoursMap: hoursMap.reduce((a, b) => a | b), maxSpan: 27 });
    const verifier = new Verifier(story);
    verifier.count(START + 8n, 'proof');
    expect(verifier.paid).toBe(8n);
    verifier.credit(START + 6n, 6n);
    expect(verifier.state).toMatchObject({ overCredited: 6n, provenPeriods: 8n });
    verifier.count(START + 12n, 'proof');
    expect(verifier.state).toMatchObject({ overCredited: 2n, provenPeriods: 8n });
    verifier.count(START + 16n, 'proof');
    expect(verifier.state).toMatchObject({ overCredited: 0n, provenPeriods: 10n });
    expect(verifier.paid).toBe(16n);
  });

  it('for which the contract took off void promises gets the rest with the next proof', () => {
    const happenings: Happening[] = ['proof', 'void', 'void', 'left out', 'proof'];
    const story = makeStory({ happenings });
    const verifier = new Verifier(story);
    for (const [i, happening] of happenings.slice(0, 4).entries()) {
      verifier.count(START + 1n + BigInt(i), happening);
    }
    verifier.credit(START + 4n, contractCredit(story, START + 1n, START + 4n));
    expect(verifier.state.overCredited).toBe(-2n);
    verifier.count(START + 5n, 'proof');
    expect(verifier.paid).toBe(5n);
  });
});

const storyArb = fc.record({
  hoursMap: fc.bigInt({ min: 1n, max: always }),
  maxSpan: fc.integer({ min: 1, max: 60 }),
  accrualEnd: fc.bigInt({ min: START + 1n, max: START + 140n }),
  happenings: fc.array(
    fc.constantFrom<Happening>('proof', 'left out', 'left out', 'silence', 'void'),
    { minLength: 1, maxLength: 120 },
  ),
});
const delaysArb = fc.array(fc.nat({ max: 30 }), { minLength: 120, maxLength: 120 });

/** Tells the story; proofs left out are credited some periods later, newest first where several are at once. */
function tell(
  story: Story,
  delays: readonly number[],
  creditOf: (before: bigint, period: bigint) => bigint,
  after: (verifier: Verifier, counted: number) => void,
  verifier = new Verifier(story),
): void {
  for (let i = 0; i < story.happenings.length; i++) {
    verifier.count(START + 1n + BigInt(i), story.happenings[i]!);
    const due = story.happenings.flatMap((happening, at) =>
      happening === 'left out' && at + delays[at]! === i ? [at] : [],
    );
    for (const at of due.reverse()) {
      const period = START + 1n + BigInt(at);
      const before = story.happenings.findLastIndex((h, j) => j < at && h === 'proof');
      verifier.credit(period, creditOf(before < 0 ? 0n : START + 1n + BigInt(before), period));
    }
    after(verifier, i + 1);
  }
}

describe('disputed proofs, whenever they are decided', () => {
  const toldBy = (story: Story, delays: readonly number[], counted: number): Story => ({
    ...story,
    happenings: story.happenings.map((happening, at) =>
      happening === 'left out' && at + delays[at]! >= counted ? 'silence' : happening,
    ),
  });

  it('make with the leaf what an account in time says, and what was credited too much is kept', () => {
    fc.assert(
      fc.property(
        storyArb,
        delaysArb,
        fc.array(fc.bigInt({ min: 0n, max: 60n }), { minLength: 120, maxLength: 120 }),
        (story, delays, credits) => {
          const any = (_: bigint, period: bigint) => credits[Number(period - START) - 1]!;
          tell(story, delays, any, (verifier, counted) => {
            const truth = inTime(toldBy(story, delays, counted), counted);
            expect(verifier.paid - verifier.state.overCredited).toBe(truth.provenPeriods);
            const { lastAccepted, missedSince } = verifier.state;
            expect({ lastAccepted, missedSince }).toEqual({
              lastAccepted: truth.lastAccepted,
              missedSince: truth.missedSince,
            });
          });
        },
      ),
    );
  });

  it('pay a node that goes on proving each period once, as the contract credits them', () => {
    fc.assert(
      fc.property(storyArb, delaysArb, (drawn, delays) => {
        const story = {
          ...drawn,
          // The last proofs are from after the end.
          accrualEnd: START + BigInt(drawn.happenings.length) + 395n,
          hoursMap: always,
          happenings: [...drawn.happenings, ...Array(400).fill('proof')] as Happening[],
        };
        const credit = (before: bigint, period: bigint) => contractCredit(story, before, period);
        const all = [...delays, ...Array(400).fill(0)] as number[];
        tell(story, all, credit, (verifier, counted) => {
          if (counted < story.happenings.length) return;
          expect(verifier.state.overCredited).toBe(0n);
          expect(verifier.paid).toBe(inTime(story, counted).provenPeriods);
        });
      }),
    );
  });

  it('pay what an account in time says at once where each is decided before the next proof', () => {
    const withoutVoid = (of: Happening): Happening => (of === 'void' ? 'silence' : of);
    fc.assert(
      fc.property(storyArb, (drawn) => {
        const happenings = drawn.happenings.map(withoutVoid);
        const accrualEnd = drawn.accrualEnd - START > 60n ? START + 60n : drawn.accrualEnd;
        const story = { ...drawn, happenings, accrualEnd };
        // The leaf of the period names the newest proof before it, counted or credited.
        const credit = (_: bigint, period: bigint) => {
          const earlier = happenings.slice(0, Number(period - START) - 1);
          const before = earlier.findLastIndex((h) => h === 'proof' || h === 'left out');
          return contractCredit(story, before < 0 ? 0n : START + 1n + BigInt(before), period);
        };
        const atOnce = Array(120).fill(0) as number[];
        tell(story, atOnce, credit, (verifier, counted) => {
          expect(verifier.state.overCredited).toBe(0n);
          expect(verifier.paid).toBe(inTime(story, counted).provenPeriods);
        });
      }),
    );
  });

  it('that come when nobody knows any more what was accepted then never lower a leaf, nor pay twice', () => {
    fc.assert(
      fc.property(storyArb, delaysArb, (story, delays) => {
        let told = noWork;
        tell(
          story,
          delays,
          () => 30n,
          (verifier, counted) => {
            const { state } = verifier;
            for (const field of ['provenPeriods', 'lastAccepted'] as const) {
              expect(state[field]).toBeGreaterThanOrEqual(told[field]);
            }
            told = state;
            const truth = inTime(toldBy(story, delays, counted), counted);
            const { lastAccepted, missedSince, waypoints } = truth;
            expect(state).toMatchObject({ lastAccepted, missedSince, waypoints });
            expect(verifier.paid - state.overCredited).toBeLessThanOrEqual(truth.provenPeriods);
          },
          new Verifier(story, true),
        );
      }),
    );
  });

  it('never lower what a leaf says', () => {
    fc.assert(
      fc.property(storyArb, delaysArb, (story, delays) => {
        let told = 0n;
        tell(
          story,
          delays,
          () => 30n,
          ({ state }) => {
            expect(state.provenPeriods).toBeGreaterThanOrEqual(told);
            told = state.provenPeriods;
          },
        );
      }),
    );
  });
});
