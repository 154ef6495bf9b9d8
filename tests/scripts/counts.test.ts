import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { forgeCounts, playwrightCounts, sum, vitestCounts } from '@/scripts/test/counts.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'msp-counts-'));
afterAll(() => rmSync(folder, { recursive: true }));

function report(body: object): string {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(body));
  return file;
}

test('a vitest file that cannot be loaded counts as a failure', () => {
  const file = report({
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'passed', assertionResults: [{}, {}, {}] },
    ],
  });
  expect(vitestCounts(file)).toEqual({ passed: 3, failed: 2, skipped: 1 });
});

test('forge: every test of every suite, after whatever the compiler prints', () => {
  const text = `Compiling…\n${JSON.stringify({
    'A.t.sol:A': {
      test_results: { 'testA()': { status: 'Success' }, 'testB()': { status: 'Failure' } },
    },
    'B.t.sol:B': {
      test_results: { 'testC()': { status: 'Success' }, 'testD()': { status: 'Skipped' } },
    },
  })}`;
  expect(forgeCounts(text)).toEqual({ passed: 2, failed: 1, skipped: 1 });
});

test('Playwright: flaky is not good, and an error outside of tests counts', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
  const file = report({ stats, errors: [{ message: 'global set-up' }] });
  expect(playwrightCounts(file)).toEqual({ passed: 4, failed: 3, skipped: 2 });
});

test('sums', () => {
  const one = { passed: 1, failed: 2, skipped: 3 };
  expect(sum([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 });
});
