// `npm test`: every check of the project, from a fresh clone on. `npm test -- unit drift` runs only
// the named steps. The last line is `<n> passed, <n> failed`; the exit code is 0 only without failure.
import { nodeProblem } from './lib/check-node.mjs';

const problem = nodeProblem();
if (problem) {
  console.error(problem);
  process.exit(1);
}

const { ensureDependencies } = await import('./lib/install.mjs');
try {
  await ensureDependencies((line) => console.log(`· ${line}`));
  const { runAll } = await import('./test/run-all.mjs');
  process.exit((await runAll(process.argv.slice(2))) ? 0 : 1);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
