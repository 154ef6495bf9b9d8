import { describe, expect, it } from 'vitest';
import { addRound, asTable, emptyTally, neverDone } from './campaign.mjs';

function round(status: string, metrics: Record<string, [number, number]>) {
  const actions = Object.entries(metrics).map(([name, [calls, reverts]]) => [
    `test/Handler.sol:Handler.${name}`,
    { calls, reverts, discards: 0 },
  ]);
  const sums = Object.values(metrics);
  const kind = {
    Invariant: {
      calls: sums.reduce((sum, [calls]) => sum + calls, 0),
      reverts: sums.reduce((sum, [, reverts]) => sum + reverts, 0),
      metrics: Object.fromEntries(actions),
    },
  };
  const tests = { 'invariant_Deal()': { status, reason: 'broken', counterexample: null, kind } };
  return JSON.stringify({ 'test/Deal.t.sol:DealTest': { test_results: tests } });
}

describe('what campaigns did', () => {
  it('is added up over rounds, by action', () => {
    const tally = emptyTally();
    expect(addRound(tally, round('Success', { settle: [10, 4], exit: [5, 5] }))).toEqual([]);
    expect(addRound(tally, round('Success', { settle: [10, 6], exit: [5, 5] }))).toEqual([]);
    expect(tally).toMatchObject({ calls: 30, idle: 20 });
    expect(neverDone(tally)).toEqual(['exit']);
    expect(asTable(tally)).toMatch(/^settle +20 +10$/m);
    expect(asTable(tally)).toMatch(/^all +30 +10$/m);
  });

  it('names what failed', () => {
    const failures = addRound(emptyTally(), round('Failure', { settle: [10, 4] }));
    expect(failures).toEqual([expect.stringContaining('invariant_Deal(): broken')]);
  });

  it('is refused when nobody did anything, which would pass for ever', () => {
    expect(() => addRound(emptyTally(), '{}')).toThrow();
  });
});
