/**
 * What invariant campaigns did, added up over rounds.
 * @typedef {{ calls: number, idle: number, actions: Map<string, { calls: number, idle: number }> }} Tally
 */

/** @returns {Tally} */
export function emptyTally() {
  return { calls: 0, idle: 0, actions: new Map() };
}

/**
 * Adds a round to a tally. An action of the handler that reverts came to nothing.
 *
 * @param {Tally} tally
 * @param {string} json what `forge test --json` wrote
 * @returns {string[]} a text for each test that failed
 * @throws when there is no campaign in it
 */
export function addRound(tally, json) {
  const failures = [];
  const before = tally.calls;
  for (const [suite, { test_results: tests }] of Object.entries(JSON.parse(json))) {
    for (const [name, { status, reason, counterexample, kind }] of Object.entries(tests)) {
      if (status !== 'Success') {
        failures.push(`${suite} ${name}: ${reason}\n${JSON.stringify(counterexample, null, 2)}`);
      }
      if (kind.Invariant) addCampaign(tally, kind.Invariant);
    }
  }
  if (tally.calls === before) throw new Error('Forge made no call of any invariant’s actors.');
  return failures;
}

function addCampaign(tally, { calls, reverts, metrics }) {
  tally.calls += calls;
  tally.idle += reverts;
  for (const [selector, action] of Object.entries(metrics)) {
    const name = selector.split('.').at(-1);
    const sum = tally.actions.get(name) ?? { calls: 0, idle: 0 };
    tally.actions.set(name, { calls: sum.calls + action.calls, idle: sum.idle + action.reverts });
  }
}

/** Actions that did nothing, however often they were tried. @param {Tally} tally */
export function neverDone({ actions }) {
  return [...actions].filter(([, { calls, idle }]) => calls === idle).map(([name]) => name);
}

/** @param {Tally} tally */
export function asTable({ calls, idle, actions }) {
  const rows = [...actions].sort(([a], [b]) => (a < b ? -1 : 1));
  return [...rows, ['all', { calls, idle }]]
    .map(([name, sum]) => [name, sum.calls, sum.calls - sum.idle])
    .map(([name, all, done]) => `${name.padEnd(18)}${`${all}`.padStart(8)}${`${done}`.padStart(8)}`)
    .join('\n')
    .replace(/^/, `${'action'.padEnd(18)}${'calls'.padStart(8)}${'done'.padStart(8)}\n`);
}
