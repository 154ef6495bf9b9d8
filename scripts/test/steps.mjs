import fs from 'node:fs';
import path from 'node:path';
import { ensureBrowser } from '../lib/browser.mjs';
import { root } from '../lib/paths.mjs';
import { prepare } from '../lib/prepare.mjs';
import { forgeCounts, playwrightCounts, vitestCounts } from './counts.mjs';
import { runStep } from './run-step.mjs';

const results = path.join(root, 'test-results');
const bin = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  next: 'node_modules/next/dist/bin/next',
  playwright: 'node_modules/@playwright/test/cli.js',
  tsc: 'node_modules/typescript/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
};
const quiet = { NEXT_TELEMETRY_DISABLED: '1', CI: '1' };
/** Runs a vitest project with a JSON report. */
function vitest(project) {
  return async (log) => {
    const report = path.join(results, `${project}.json`);
    fs.rmSync(report, { force: true });
    const args = [bin.vitest, 'run', '--project', project, '--reporter=default', '--reporter=json'];
    const run = await runStep(log, [...args, `--outputFile.json=${report}`]);
    return { ...run, counts: vitestCounts(report) };
  };
}

async function forge(log) {
  const run = await runStep(log, ['scripts/forge.mjs', 'test', '--json'], { separateErrors: true });
  return { ...run, counts: forgeCounts(run.stdout) };
}

async function browser(log) {
  await ensureBrowser((line) => log(`${line}\n`));
  const report = path.join(results, 'browser.json');
  fs.rmSync(report, { force: true });
  const env = { ...quiet, PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_SKIP_BROWSER_GC: '1' };
  const run = await runStep(log, [bin.playwright, 'test', '--reporter=list,json'], { env });
  return { ...run, counts: playwrightCounts(report) };
}

const command = (args) => (log) => runStep(log, args, { env: quiet });
const make = (only) => async (log) => {
  await prepare((line) => log(`${line}\n`), { only });
  return { ok: true };
};

/**
 * Everything that `npm test` does, in order. `counts`: the step runs tests, and none is a failure.
 * `needs`: steps without whose success this one says nothing.
 */
export const steps = [
  { name: 'generate', run: make(['database-client', 'contracts']) },
  { name: 'route-types', run: command([bin.next, 'typegen']) },
  { name: 'lint', run: command([bin.biome, 'ci', '--colors=off', '.']) },
  { name: 'types', run: command([bin.tsc, '--noEmit', '-p', 'tsconfig.json']) },
  { name: 'types-worker', run: command([bin.tsc, '--noEmit', '-p', 'worker/tsconfig.json']) },
  { name: 'types-agent', run: command([bin.tsc, '--noEmit', '-p', 'node-agent/tsconfig.json']) },
  { name: 'imports', run: command(['scripts/check-imports.mjs']) },
  { name: 'agent-bundle', run: make(['agent']) },
  { name: 'unit', run: vitest('unit'), counted: true },
  { name: 'contracts', run: forge, counted: true },
  { name: 'abi', run: command(['scripts/generate-abis.mjs', '--check']) },
  { name: 'wasm', run: command(['scripts/build-wasm.mjs', '--check']) },
  { name: 'drift', run: command(['scripts/check-drift.mjs']) },
  { name: 'integration', run: vitest('integration'), counted: true },
  { name: 'build', run: make(undefined) },
  { name: 'life', run: vitest('life'), counted: true, needs: ['build'] },
  { name: 'browser', run: browser, counted: true, needs: ['build'] },
];
