import fs from 'node:fs';
import path from 'node:path';
import { onNpmGone } from '../lib/parent.mjs';
import { root } from '../lib/paths.mjs';
import { sum } from './counts.mjs';
import { signalStep } from './run-step.mjs';
import { steps } from './steps.mjs';

const TAIL_LINES = 40;

/** Runs the named steps, or all, prints how each went, and returns whether all is well. */
export async function runAll(names) {
  const chosen = pick(names);
  const results = path.join(root, 'test-results');
  fs.mkdirSync(results, { recursive: true });
  let stopped = false;
  const end = (signal) => {
    stopped = true;
    signalStep(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => end(signal));
  }
  onNpmGone(() => end('SIGTERM'));
  const outcomes = [];
  for (const step of chosen) {
    if (stopped) break;
    const outcome = await runOne(step, outcomes, path.join(results, `${step.name}.log`));
    outcomes.push(outcome);
  }
  return report(outcomes, stopped);
}

function pick(names) {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    const all = steps.map(({ name }) => name).join(', ');
    throw new Error(`There is no step ${unknown.join(', ')}. The steps are ${all}.`);
  }
  return names.length > 0 ? steps.filter(({ name }) => names.includes(name)) : steps;
}

async function runOne(step, before, logFile) {
  const broken = (step.needs ?? []).filter((name) =>
    before.some((outcome) => outcome.name === name && !outcome.ok),
  );
  if (broken.length > 0) return said(step, 0, { ok: false, why: `needs ${broken.join(', ')}` });
  fs.writeFileSync(logFile, '');
  const log = (chunk) => fs.appendFileSync(logFile, chunk);
  const started = Date.now();
  let result;
  try {
    result = await step.run(log);
  } catch (error) {
    log(`\n${error.stack}\n`);
    result = { ok: false };
  }
  const seconds = (Date.now() - started) / 1000;
  const outcome = said(step, seconds, judged(step, result));
  // What failed by name; a step without named tests shows the end of its log.
  if (!outcome.ok) console.log(indent(outcome.counts?.failures.join('\n') || tail(logFile)));
  return outcome;
}

/** A step that should run tests and ran none proves nothing. */
function judged(step, { ok, counts }) {
  if (!step.counted) return { ok };
  if (!counts) return { ok: false, why: 'there is no report' };
  if (counts.passed + counts.failed === 0) return { ok: false, counts, why: 'it ran no tests' };
  return { ok: ok && counts.failed === 0, counts };
}

function said(step, seconds, { ok, counts, why }) {
  const numbers = counts
    ? ` ${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}`
    : '';
  const reason = why ? ` (${why})` : '';
  console.log(
    `${ok ? 'ok  ' : 'FAIL'} ${step.name.padEnd(14)}${seconds.toFixed(1).padStart(7)} s${numbers}${reason}`,
  );
  return { name: step.name, ok, counts, seconds };
}

function tail(file) {
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}

function indent(text) {
  return text.replaceAll(/^/gm, '     | ');
}

function report(outcomes, stopped) {
  const counts = sum(outcomes.flatMap((outcome) => outcome.counts ?? []));
  // A step that failed without a failed test (lint, types, a build) counts as one failure.
  const others = outcomes.filter(({ ok, counts: own }) => !ok && !own?.failed);
  const failed = counts.failed + others.length + (stopped ? 1 : 0);
  const minutes = outcomes.reduce((total, { seconds }) => total + seconds, 0) / 60;
  const wrong = outcomes.filter(({ ok }) => !ok).map(({ name }) => name);
  console.log(`\n${outcomes.length} steps in ${minutes.toFixed(1)} minutes`);
  if (wrong.length > 0) console.log(`Not well: ${wrong.join(', ')}; see test-results/<step>.log`);
  for (const { name, counts: own } of outcomes) {
    for (const text of own?.failures ?? []) console.log(`  ${name}: ${text.split('\n')[0]}`);
  }
  if (counts.skipped > 0) console.log(`${counts.skipped} skipped`);
  console.log(`\n${counts.passed} passed, ${failed} failed`);
  return failed === 0;
}
