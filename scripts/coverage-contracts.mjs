#!/usr/bin/env node
/**
 * `npm run contracts:coverage`: lines and branches of contracts/src that the tests of forge reach, each
 * line and branch that they do not, and exit code 1 below the limits.
 *
 * Tests of gas (`test_GasOf…`) are left out: for coverage the code is compiled without optimizer.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseLcov, report } from './forge/lcov.mjs';
import { runForge } from './forge/run.mjs';

const LIMITS = { lines: 98, branches: 95 };

const folder = mkdtempSync(path.join(os.tmpdir(), 'msp-coverage-'));
const file = path.join(folder, 'lcov.info');
try {
  const args = ['coverage', '--report', 'lcov', '--report-file', file, '--exclude-tests'];
  const code = await runForge([...args, '--no-match-test', 'test_GasOf', ...process.argv.slice(2)]);
  if (code !== 0) throw new Error('The tests fail, so that the coverage means nothing.');
  const { text, ok } = report(parseLcov(readFileSync(file, 'utf8'), 'src/'), LIMITS);
  console.log(text);
  if (!ok) process.exitCode = 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
