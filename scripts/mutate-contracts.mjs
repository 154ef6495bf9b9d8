#!/usr/bin/env node
/**
 * `npm run contracts:mutate`: breaks single lines of contracts/src in a copy under the system's temporary
 * folder, runs the unit tests against each, and says which breaks they miss.
 *
 *   --count N    as many mutants (120), spread over all files
 *   --seed S     other ones
 *   --all        every one there is
 *   --file X     of files whose path contains X only
 *   --list       says what would be done
 *   --fresh      forgets earlier results
 *
 * Results are kept beside the copy: an interrupted run goes on where it was, and a break that was missed
 * is tried again when the tests have changed. Breaks that change nothing (mutate-contracts/explained.json) are
 * left out. Exit code 1 below 95 % of breaks found.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { contractsFolder } from './forge/run.mjs';
import { allMutants, sample } from './mutate-contracts/mutants.mjs';
import { asText, summary, withoutExplained } from './mutate-contracts/report.mjs';
import { Workshop } from './mutate-contracts/workshop.mjs';

const WANTED = 95;
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    all: { type: 'boolean', default: false },
    file: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  },
});

const every = withoutExplained(allMutants(path.join(contractsFolder, 'src'))).filter(({ file }) =>
  file.includes(values.file),
);
const chosen = values.all ? every : sample(every, Number(values.count), values.seed);
if (!(chosen.length > 0)) {
  console.error('There is nothing to break: --count is a number above 0, --file a part of a path.');
  process.exit(1);
}
if (values.list) {
  for (const mutant of chosen) console.log(asText(mutant));
  process.exit();
}

const workshop = await Workshop.open({ fresh: values.fresh });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => workshop.stop());
console.log(
  `${chosen.length} of ${every.length} possible breaks; copy and results: ${workshop.folder}`,
);
const done = [];
for (const mutant of chosen) {
  const { status, seconds } = await workshop.judge(mutant);
  if (workshop.stopped) break;
  done.push({ ...mutant, status });
  const place = `${done.length}/${chosen.length}`.padStart(9);
  console.log(
    `${place}  ${status.padEnd(8)} ${seconds.padStart(7)}  ${mutant.file}:${mutant.line} (${mutant.rule})`,
  );
}
if (workshop.stopped) {
  console.log('Stopped. The same command goes on from here.');
  process.exitCode = 1;
} else {
  const { text, share } = summary(done);
  console.log(text);
  if (share < WANTED) process.exitCode = 1;
}
