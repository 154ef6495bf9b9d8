import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DisputeFacts, disputableUntil, isSettled, nextStep } from './plan';

const P = 1000n;
const receipt = `0x${'5'.repeat(130)}` as const;
const withReceipt = { receipt, onChain: false };
/** A period that has just ended, in production's times. */
const facts = (over: Partial<DisputeFacts> = {}): DisputeFacts => ({
  ...{ period: P, now: P + 1n, rootDelay: 12n, disputeWindow: 12n, lastRoot: P - 1n },
  ...{ hasRoot: false, ...over },
});
const posted = (accepted?: bigint, over: Partial<DisputeFacts> = {}) =>
  facts({ lastRoot: P, hasRoot: true, accepted, ...over });

describe('a proof with a receipt', () => {
  it('waits for the root of its period', () => {
    expect(nextStep(withReceipt, facts())).toEqual({ do: 'wait', for: 'root' });
  });

  it('is done when the leaf has it, and disputed when the leaf has not', () => {
    const counted = { do: 'nothing', because: 'accepted' };
    expect(nextStep(withReceipt, posted(P))).toEqual(counted);
    expect(nextStep(withReceipt, posted(P - 1n))).toEqual({ do: 'open' });
    expect(nextStep(withReceipt, posted(0n))).toEqual({ do: 'open' });
  });

  it('is disputed blindly only when nobody shows a leaf and time runs out', () => {
    const at = (now: bigint) => nextStep(withReceipt, posted(undefined, { now }));
    expect(at(P + 17n)).toEqual({ do: 'wait', for: 'leaf' });
    expect(at(P + 18n)).toEqual({ do: 'open' });
    expect(at(P + 24n)).toEqual({ do: 'open' });
    expect(at(P + 25n)).toEqual({ do: 'nothing', because: 'window-over' });
  });

  it('of a void period is left alone when a later proof is paid for it', () => {
    const silent = facts({ now: P + 20n, accepted: P - 5n });
    expect(nextStep(withReceipt, silent)).toEqual({ do: 'open' });
    const covered = { do: 'nothing', because: 'covered' };
    expect(nextStep(withReceipt, { ...silent, coveredByLater: true })).toEqual(covered);
    expect(nextStep(withReceipt, { ...silent, acceptedSince: P + 2n })).toEqual(covered);
    const early = { ...silent, now: P + 14n };
    expect(nextStep(withReceipt, early)).toEqual({ do: 'wait', for: 'leaf' });
  });
});

it('a proof without evidence is not disputed', () => {
  const bare = { receipt: undefined, onChain: false };
  expect(nextStep(bare, posted(0n))).toEqual({ do: 'nothing', because: 'no-evidence' });
  expect(nextStep({ ...bare, onChain: true }, posted(0n))).toEqual({ do: 'open' });
});

describe('an open dispute', () => {
  const open = { ...withReceipt, outcome: 'open' as const };

  it('is decided by the leaf as soon as no other can speak about the period', () => {
    expect(nextStep(open, posted(0n))).toEqual({ do: 'decide' });
    const earlier = facts({ accepted: 900n });
    expect(nextStep(open, earlier)).toEqual({ do: 'wait', for: 'conclusion' });
    expect(nextStep(open, { ...earlier, now: P + 13n })).toEqual({ do: 'decide' });
    expect(nextStep(open, { ...earlier, lastRoot: P + 2n })).toEqual({ do: 'decide' });
  });

  it('is concluded without a leaf one more window later', () => {
    const at = (now: bigint) => nextStep(open, posted(undefined, { now }));
    expect(at(P + 36n)).toEqual({ do: 'wait', for: 'conclusion' });
    expect(at(P + 37n)).toEqual({ do: 'conclude' });
  });
});

it('asks the contract for nothing that it would refuse, whatever the facts', () => {
  const any = fc.record({
    now: fc.bigInt({ min: P, max: P + 60n }),
    rootDelay: fc.bigInt({ min: 1n, max: 12n }),
    disputeWindow: fc.bigInt({ min: 1n, max: 12n }),
    lastRoot: fc.bigInt({ min: 0n, max: P + 60n }),
    hasRoot: fc.boolean(),
    accepted: fc.option(fc.bigInt({ min: 0n, max: P }), { nil: undefined }),
    outcome: fc.constantFrom(undefined, 'open' as const, 'credited' as const),
    onChain: fc.boolean(),
    receipt: fc.constantFrom(undefined, receipt),
  });
  fc.assert(
    fc.property(any, ({ outcome, onChain, receipt: given, ...rest }) => {
      const known = facts(rest);
      const step = nextStep({ outcome, onChain, receipt: given }, known);
      if (step.do === 'open') {
        expect(known.now <= disputableUntil(known)).toBe(true);
        expect(given !== undefined || onChain).toBe(true);
        expect(outcome).toBeUndefined();
        expect((known.accepted ?? 0n) < P).toBe(true);
      }
      if (step.do === 'decide') expect(isSettled(known) && known.accepted !== undefined).toBe(true);
      if (step.do === 'conclude') {
        expect(known.now > disputableUntil(known) + known.disputeWindow).toBe(true);
      }
    }),
  );
});

it('opens every uncredited proof at some time, if somebody looks once in a period', () => {
  const times = fc.tuple(fc.bigInt({ min: 1n, max: 12n }), fc.bigInt({ min: 1n, max: 12n }));
  fc.assert(
    fc.property(times, fc.boolean(), fc.boolean(), ([rootDelay, disputeWindow], hasRoot, shown) => {
      const limits = { rootDelay, disputeWindow, accepted: shown ? P - 1n : undefined };
      const steps = Array.from({ length: 30 }, (_, i) => {
        const now = P + 1n + BigInt(i);
        const root = hasRoot ? { hasRoot: now > P + 1n, lastRoot: now > P + 1n ? P : P - 1n } : {};
        return nextStep(withReceipt, facts({ ...limits, ...root, now })).do;
      });
      expect(steps).toContain('open');
    }),
  );
});
