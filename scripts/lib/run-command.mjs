import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * Runs a program to its end and collects its output.
 * @throws Error with the last lines of the output when it fails.
 */
export function runCommand(what, command, args, { env = {}, cwd = root, signal } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let output = '';
    const collect = (chunk) => {
      output = (output + chunk).slice(-200_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (cause) => reject(new Error(`${what} could not be run: ${cause.message}`)));
    child.once('close', (code, killedBy) => {
      if (code === 0) return resolve(output);
      const lines = output.trimEnd().split('\n').slice(-40).join('\n');
      reject(new Error(`${what} failed (${killedBy ?? `code ${code}`}):\n${lines}`));
    });
  });
}

/** Runs a Node.js program of this checkout. */
export function runNode(what, args, options) {
  return runCommand(what, process.execPath, args, options);
}
