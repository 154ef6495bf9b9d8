import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { root } from '@/scripts/lib/paths.mjs';
import { forgeCounts, playwrightCounts, sum, vitestCounts } from '@/scripts/test/counts.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'msp-counts-'));
const at = (name: string) => path.join(root, name);
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
      { name: at('a.test.ts'), status: 'failed', message: 'No such module', assertionResults: [] },
      {
        name: at('b.test.ts'),
        status: 'failed',
        assertionResults: [
          { status: 'failed', fullName: 'adds up', failureMessages: ['expected 1 to be 2'] },
        ],
      },
      { name: at('c.test.ts'), status: 'passed', assertionResults: [{}, {}, {}] },
    ],
  });
  expect(vitestCounts(file)).toEqual({
    passed: 3,
    failed: 2,
    skipped: 1,
    failures: ['a.test.ts\n  No such module', 'b.test.ts > adds up\n  expected 1 to be 2'],
  });
});

test('forge: every test of every suite, after whatever the compiler prints', () => {
  const text = `Compiling…\n${JSON.stringify({
    'A.t.sol:A': {
      test_results: {
        'testA()': { status: 'Success' },
        'testB()': { status: 'Failure', reason: 'no gas' },
      },
    },
    'B.t.sol:B': {
      test_results: { 'testC()': { status: 'Success' }, 'testD()': { status: 'Skipped' } },
    },
  })}`;
  expect(forgeCounts(text)).toEqual({
    passed: 2,
    failed: 1,
    skipped: 1,
    failures: ['A.t.sol:A > testB()\n  no gas'],
  });
});

test('Playwright: flaky is not good, and an error outside of tests counts', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
  const spec = (title: string, ok: boolean) => ({
    title,
    ok,
    tests: [
      { results: ok ? [{}] : [{}, { error: { message: '\u001b[31mnot visible\u001b[39m' } }] },
    ],
  });
  const suites = [
    {
      title: 'deal.spec.ts',
      specs: [spec('opens', true)],
      suites: [{ title: 'a deal', specs: [spec('closes', false)] }],
    },
  ];
  const file = report({ stats, suites, errors: [{ message: 'global set-up' }] });
  expect(playwrightCounts(file)).toEqual({
    passed: 4,
    failed: 3,
    skipped: 2,
    failures: ['the run\n  global set-up', 'deal.spec.ts > a deal > closes\n  not visible'],
  });
});

test('sums', () => {
  const one = { passed: 1, failed: 2, skipped: 3, failures: [] };
  expect(sum([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 });
});
