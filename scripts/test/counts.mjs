import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../lib/paths.mjs';

/**
 * Numbers of tests out of the runners' own reports, and what failed: a line with the test's name,
 * then the beginning of its message.
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts
 */

const MESSAGE_LINES = 12;

const failure = (name, message = '') =>
  [name, ...message.split('\n').slice(0, MESSAGE_LINES)].join('\n  ').trimEnd();

const relative = (file) => path.relative(root, file);

/** @returns {Counts} of vitest's JSON report */
export function vitestCounts(file) {
  const report = JSON.parse(fs.readFileSync(file, 'utf8'));
  // A file that cannot be loaded has no tests, and must not look like a success.
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  );
  const failedTests = report.testResults.flatMap((suite) =>
    suite.assertionResults
      .filter(({ status }) => status === 'failed')
      .map((test) =>
        failure(`${relative(suite.name)} > ${test.fullName}`, test.failureMessages.join('\n')),
      ),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...broken.map((suite) => failure(relative(suite.name), suite.message)),
      ...failedTests,
    ],
  };
}

/** @returns {Counts} of `forge test --json` */
export function forgeCounts(text) {
  const suites = JSON.parse(text.slice(text.indexOf('{')));
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const names = { Success: 'passed', Failure: 'failed', Skipped: 'skipped' };
  for (const [file, suite] of Object.entries(suites)) {
    for (const [name, { status, reason }] of Object.entries(suite.test_results)) {
      counts[names[status]] += 1;
      if (status === 'Failure') counts.failures.push(failure(`${file} > ${name}`, reason ?? ''));
    }
  }
  return counts;
}

/** @returns {Counts} of Playwright's JSON report */
export function playwrightCounts(file) {
  const { stats, errors, suites } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    failures: [
      ...errors.map(({ message }) => failure('the run', plain(message))),
      ...suites.flatMap((suite) => playwrightFailures(suite)),
    ],
  };
}

function playwrightFailures(suite, above = '') {
  const name = above ? `${above} > ${suite.title}` : suite.title;
  const own = (suite.specs ?? [])
    .filter(({ ok }) => !ok)
    .map(({ title, tests }) => {
      const { error } =
        tests.flatMap(({ results }) => results).find((result) => result.error) ?? {};
      return failure(`${name} > ${title}`, plain(error?.message));
    });
  return [...own, ...(suite.suites ?? []).flatMap((inner) => playwrightFailures(inner, name))];
}

/** Without the colours of a terminal. */
const plain = (text = '') => stripVTControlCharacters(text);

/** @returns {{ passed: number, failed: number, skipped: number }} */
export function sum(list) {
  const add = (name) => list.reduce((total, counts) => total + counts[name], 0);
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') };
}
