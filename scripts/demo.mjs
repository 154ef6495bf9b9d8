// `npm run demo -- FILE`: the main job of the product as one command. This file and what it imports
// before the check must run on any Node.js and without node_modules.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { nodeProblem } from './lib/check-node.mjs';

const problem = nodeProblem();
if (problem) {
  console.error(problem);
  process.exit(1);
}
const { ensureDependencies } = await import('./lib/install.mjs');
const { root } = await import('./lib/paths.mjs');
await ensureDependencies((line) => console.error(`· ${line}`)).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
const { callerFolderOf } = await import('./lib/settings.mjs');

const main = path.join(root, 'scripts/demo/main.ts');
const child = spawn(process.execPath, ['--import', 'tsx', main, ...process.argv.slice(2)], {
  env: { ...process.env, DEMO_CWD: callerFolderOf(process.env) },
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));
