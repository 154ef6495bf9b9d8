// `npm start`: the whole platform on this computer. This file and what it imports before the check
// must run on any Node.js and without node_modules.
import fs from 'node:fs';
import path from 'node:path';
import { nodeProblem } from './lib/check-node.mjs';
import { onNpmGone } from './lib/parent.mjs';
import { root } from './lib/paths.mjs';

const problem = nodeProblem();
if (problem) {
  console.error(problem);
  process.exit(1);
}

const { ensureDependencies } = await import('./lib/install.mjs');
const say = (line) => console.log(`· ${line}`);
const stop = new AbortController();
let platform;
let failed = false;
let firstSignal;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, async () => {
    firstSignal ??= Date.now();
    stop.abort(new Error('The start was given up.'));
    // Within the same breath it is the terminal and npm that both pass the first one on.
    if (Date.now() - firstSignal < 1000) return;
    const { killAllChildren } = await import('./lib/child.mjs');
    killAllChildren();
  });
}

onNpmGone(() => stop.abort(new Error('npm was ended.')));

/** Variables that are set already win over the file. */
function loadEnvFile() {
  const file = path.join(root, '.env');
  if (fs.existsSync(file)) process.loadEnvFile(file);
}

function explain(error) {
  console.error(`\n${error.message}`);
  if (process.env.LOG_LEVEL === 'debug') console.error(error);
}

try {
  await ensureDependencies(say);
  loadEnvFile();
  const { prepare } = await import('./lib/prepare.mjs');
  const { runningPlatform } = await import('./lib/run-file.mjs');
  const { startPlatform } = await import('./lib/platform.mjs');
  const { welcome } = await import('./lib/welcome.mjs');
  const { dataDirOf } = await import('./lib/settings.mjs');
  const running = runningPlatform(dataDirOf(process.env));
  if (running) {
    console.log(`The platform is already running at ${running.urls.portal ?? '(still starting)'}`);
    process.exit(0);
  }
  await prepare(say, { signal: stop.signal });
  const ended = new Promise((resolve) => {
    stop.signal.addEventListener('abort', resolve, { once: true });
    if (stop.signal.aborted) resolve();
  });
  const onFailure = (error) => {
    failed = true;
    explain(error);
    stop.abort(error);
  };
  platform = await startPlatform({ log: say, signal: stop.signal, onFailure });
  welcome(platform);
  await ended;
} catch (error) {
  if (!failed && !stop.signal.aborted) {
    failed = true;
    explain(error);
  }
} finally {
  await platform?.stop();
}
process.exit(failed ? 1 : 0);
