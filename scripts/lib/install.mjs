import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

/** Runs `npm ci` when node_modules is not what the lockfile says. True when it did. */
export async function ensureDependencies(say) {
  const reason = outdated();
  if (!reason) return false;
  say(`Installing dependencies (${reason}); this takes a minute`);
  await npmCi();
  return true;
}

/** Why an install is needed, or undefined. Needs no dependency itself. */
function outdated() {
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const present = packagesOf(path.join(root, 'node_modules/.package-lock.json'));
  if (!wanted) throw new Error('package-lock.json is missing or unreadable.');
  if (!present) return 'there are none';
  for (const [name, { version, optional, link }] of Object.entries(wanted)) {
    if (!name.startsWith('node_modules/') || link) continue;
    if (!present[name] && optional) continue;
    if (present[name]?.version !== version) return 'the lockfile changed';
    if (!optional && !fs.existsSync(path.join(root, name))) return `${name} is missing`;
  }
  return undefined;
}

function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function npmCi() {
  // Under `npm start` npm says where it is itself; else it is found on the PATH.
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  // Install scripts are not needed: what they would do (PostgreSQL's links) we do ourselves, and
  // some of them download.
  const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const shell = command === 'npm' && process.platform === 'win32';
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell });
    child.once('error', () => reject(new Error('npm is needed and was not found on the PATH.')));
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`npm ci failed with code ${code}.`)),
    );
  });
}
