#!/usr/bin/env node
/**
 * `npm run contracts:long`: 10,000 runs of every fuzz test, then 500,000 calls of the invariants' actors in
 * rounds of their own seeds (profile `long` of contracts/foundry.toml).
 *
 *   --calls N        as many calls (500000)
 *   --only PART      `fuzz` or `invariants`
 *   --seed S         seed of the first round (1), the next ones follow; for the fuzz tests too
 *
 * Says what each action came to. Exit code 1 when something fails, or when an action never did anything.
 */
import { parseArgs } from 'node:util';
import { addRound, asTable, emptyTally, neverDone } from './forge/campaign.mjs';
import { captureForge, runForge } from './forge/run.mjs';

const settings = { FOUNDRY_PROFILE: 'long' };
const INVARIANTS = 'test/invariant/*';
const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '500000' },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
  },
});

async function fuzz() {
  const filters = ['--no-match-path', INVARIANTS, '--match-test', 'testFuzz_'];
  return runForge(['test', ...filters, '--fuzz-seed', values.seed], { settings });
}

async function invariants() {
  const tally = emptyTally();
  const began = Date.now();
  for (let seed = Number(values.seed); tally.calls < Number(values.calls); ++seed) {
    const args = ['test', '--match-path', INVARIANTS, '--fuzz-seed', `${seed}`, '--json'];
    const { code, text } = await captureForge(args, { settings });
    const failures = addRound(tally, text);
    const seconds = Math.round((Date.now() - began) / 1000);
    console.log(`seed ${seed}: ${tally.calls} calls, ${tally.idle} came to nothing, ${seconds} s`);
    if (code !== 0 || failures.length > 0) {
      console.error(failures.join('\n') || text);
      return 1;
    }
  }
  console.log(asTable(tally));
  const never = neverDone(tally);
  if (never.length > 0) console.error(`Never did anything: ${never.join(', ')}`);
  return never.length > 0 ? 1 : 0;
}

if (values.only !== 'invariants') process.exitCode = await fuzz();
if (values.only !== 'fuzz' && !process.exitCode) process.exitCode = await invariants();
