import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, makeFacts, ZERO_HASH } from '../testing/fixtures';
import { DealState, nextAction, type SlotFacts, SlotState } from './slot-machine';

const commR = hashOf('a');
const digest = hashOf('b');
const typeOf = (facts: SlotFacts) => nextAction(facts).type;

describe('an offered slot', () => {
  it('is considered before anything is fetched', () => {
    expect(typeOf(makeFacts({}, { accepted: false }))).toBe('consider');
  });

  it('is refused with the reason that was found', () => {
    const facts = makeFacts({}, { accepted: false, refusal: 'full' });
    expect(nextAction(facts)).toEqual({ type: 'refuse', reason: 'full' });
  });

  it('is fetched, sealed and committed in this order', () => {
    expect(typeOf(makeFacts())).toBe('fetch');
    expect(typeOf(makeFacts({}, { hasPayload: true }))).toBe('seal');
    expect(typeOf(makeFacts({}, { hasPayload: true, commR }))).toBe('pre-commit');
  });

  it('waits for its replacement after the deadline', () => {
    const late = makeFacts({}, {}, { timestamp: 1001n });
    expect(nextAction(late)).toEqual({ type: 'wait', for: 'replacement' });
  });

  it('still belongs to a later holder after the deadline of the first', () => {
    const late = { ...makeFacts({ generation: 1 }, {}, { timestamp: 1001n }), generation: 1 };
    expect(typeOf(late)).toBe('fetch');
  });

  it('is committed again after a rejected proof, three times at most', () => {
    const rejected = (preCommits: number) => makeFacts({ preCommits }, { commR, resealedAt: 2 });
    expect(typeOf(rejected(1))).toBe('pre-commit');
    expect(typeOf(rejected(2))).toBe('pre-commit');
    expect(nextAction(rejected(3))).toEqual({ type: 'wait', for: 'replacement' });
  });

  it('is sealed anew once after the second rejection', () => {
    expect(typeOf(makeFacts({ preCommits: 2 }, { commR }))).toBe('reseal');
    expect(typeOf(makeFacts({ preCommits: 2 }, { resealedAt: 2 }))).toBe('fetch');
  });
});

describe('a preCommitted slot', () => {
  const chain = { state: SlotState.preCommitted, preCommits: 1, preCommitEpoch: 90n, commR };
  const proof = { epoch: 90n, digest, uploaded: false };

  it('waits until the block after the seed', () => {
    const at = (blockNumber: bigint) => makeFacts(chain, { commR }, { blockNumber });
    expect(nextAction(at(93n))).toEqual({ type: 'wait', for: 'seed' });
    expect(typeOf(at(94n))).toBe('prove-seal');
  });

  it('uploads before it commits, and commits once', () => {
    expect(typeOf(makeFacts(chain, { commR, proof }))).toBe('upload-proof');
    const uploaded = { commR, proof: { ...proof, uploaded: true } };
    expect(typeOf(makeFacts(chain, uploaded))).toBe('prove-commit');
    const proved = makeFacts({ ...chain, proofDigest: digest }, uploaded);
    expect(nextAction(proved)).toEqual({ type: 'wait', for: 'verdict' });
  });

  it('does not use the proof of an earlier preCommit', () => {
    const old = { ...proof, epoch: 50n, uploaded: true };
    expect(typeOf(makeFacts(chain, { commR, proof: old }))).toBe('prove-seal');
  });

  it('commits again when another replica is on chain', () => {
    expect(typeOf(makeFacts({ ...chain, commR: hashOf('9') }, { commR }))).toBe('pre-commit');
  });

  it('is checked first when its record was lost', () => {
    expect(typeOf(makeFacts(chain, { accepted: false }))).toBe('consider');
  });
});

describe('a proved slot', () => {
  it('drops the files of sealing, then waits for the start, then lives', () => {
    const proved = { state: SlotState.proved, commR };
    expect(typeOf(makeFacts(proved, { commR }))).toBe('finalise');
    const done = { commR, finalised: true };
    expect(nextAction(makeFacts(proved, done))).toEqual({ type: 'wait', for: 'start' });
    expect(typeOf(makeFacts({ ...proved, state: SlotState.live }, done))).toBe('live');
  });

  it('is released when its notice is over and proved, even without its files', () => {
    const live = makeFacts({ state: SlotState.live, commR });
    expect(typeOf({ ...live, isLeft: true })).toBe('release');
    const proved = makeFacts({ state: SlotState.proved, commR }, { commR, finalised: true });
    expect(typeOf({ ...proved, isLeft: true })).toBe('wait');
  });

  it('makes a lost sector again', () => {
    expect(typeOf(makeFacts({ state: SlotState.live }))).toBe('fetch');
  });
});

describe('a slot that is over', () => {
  const cases: [string, SlotFacts][] = [
    ['deal-gone', makeFacts({}, {}, { dealExists: false })],
    ['deal-over', makeFacts({}, {}, { dealState: DealState.completed })],
    ['deal-over', makeFacts({}, {}, { dealState: DealState.cancelled })],
    ['replaced', makeFacts({ generation: 1 })],
    ['replaced', makeFacts({ node: `0x${'9'.repeat(40)}` })],
    ['ended', makeFacts({ state: SlotState.ended })],
    ['refused', makeFacts({ state: SlotState.vacant })],
  ];
  it.each(cases)('is dropped: %s', (why, facts) => {
    expect(nextAction(facts)).toEqual({ type: 'drop', why });
  });
});

it('never commits or proves without a sector, whatever the facts', () => {
  const facts = fc.record({
    state: fc.integer({ min: 0, max: 5 }),
    preCommits: fc.integer({ min: 0, max: 3 }),
    preCommitEpoch: fc.bigInt({ min: 0n, max: 120n }),
    proofDigest: fc.constantFrom(ZERO_HASH, digest),
    accepted: fc.boolean(),
    hasPayload: fc.boolean(),
  });
  fc.assert(
    fc.property(facts, ({ accepted, hasPayload, ...slot }) => {
      const action = typeOf(makeFacts(slot, { accepted, hasPayload }));
      expect(['pre-commit', 'prove-seal', 'prove-commit', 'live']).not.toContain(action);
    }),
  );
});
