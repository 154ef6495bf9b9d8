import fs from 'node:fs';

/**
 * Numbers of tests out of the runners' own reports.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** @returns {Counts} of vitest's JSON report */
export function vitestCounts(file) {
  const report = JSON.parse(fs.readFileSync(file, 'utf8'));
  // A file that cannot be loaded has no tests, and must not look like a success.
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @returns {Counts} of `forge test --json` */
export function forgeCounts(text) {
  const suites = JSON.parse(text.slice(text.indexOf('{')));
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const names = { Success: 'passed', Failure: 'failed', Skipped: 'skipped' };
  for (const suite of Object.values(suites)) {
    for (const { status } of Object.values(suite.test_results)) counts[names[status]] += 1;
  }
  return counts;
}

/** @returns {Counts} of Playwright's JSON report */
export function playwrightCounts(file) {
  const { stats, errors } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/** @returns {Counts} */
export function sum(list) {
  const add = (name) => list.reduce((total, counts) => total + counts[name], 0);
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') };
}
