import { spawn } from 'node:child_process';
import { root } from '../lib/paths.mjs';

let current;

/** Runs a Node.js program; its output goes to the step's log. */
export function runStep(log, args, { env = {}, separateErrors = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    current = child;
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      if (separateErrors) stdout += chunk;
      log(chunk);
    });
    child.stderr.on('data', log);
    child.once('error', reject);
    child.once('close', (code) => {
      current = undefined;
      resolve({ ok: code === 0, stdout });
    });
  });
}

/** Passes a signal on to what runs at the moment. */
export function signalStep(signal) {
  current?.kill(signal);
}
