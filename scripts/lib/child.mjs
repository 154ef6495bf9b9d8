import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startOf } from './process-identity.mjs';

const windows = process.platform === 'win32';
const living = new Set();

/**
 * Starts a program with its output in a log file. It leads a process group of its own: Ctrl-C in
 * the terminal reaches only us, so that we can stop things in order, and one signal to the group
 * reaches its children as well.
 */
export function startChild(name, command, args, options) {
  const { logFile, env, cwd, uid, gid, stopSignal = 'SIGTERM', graceSeconds = 15 } = options;
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, {
    cwd,
    env,
    uid,
    gid,
    detached: !windows,
    windowsHide: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const state = { ended: false, reason: '' };
  const exited = new Promise((resolve) => {
    const end = (reason) => {
      Object.assign(state, { ended: true, reason });
      living.delete(handle);
      resolve(reason);
    };
    child.once('error', (error) => end(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      end(signal ? `was ended by ${signal}` : `ended with code ${code}`);
    });
  });
  const pid = child.pid ?? 0;
  const handle = {
    name,
    pid,
    /** With the pid, the process's name for good. */
    start: pid ? startOf(pid) : undefined,
    logFile,
    exited,
    alive: () => !state.ended,
    /** Why it ended, as the rest of a sentence. */
    reason: () => state.reason,
    tail: (lines = 20) => tailOf(logFile, lines),
    kill: (signal = 'SIGKILL') => signalGroup(pid, signal),
    /** Asks, waits for the grace time, then kills whatever is left of the group. */
    stop: () => stopHandle(handle, stopSignal, graceSeconds),
  };
  if (pid) living.add(handle);
  return handle;
}

/** For somebody who does not want to wait for an orderly end. */
export function killAllChildren() {
  for (const child of living) child.kill('SIGKILL');
}

async function stopHandle(handle, stopSignal, graceSeconds) {
  if (handle.alive()) {
    signalGroup(handle.pid, stopSignal);
    await Promise.race([handle.exited, timeout(graceSeconds)]);
  }
  // Whoever ignored the signal, and grandchildren that outlived their parent.
  signalGroup(handle.pid, 'SIGKILL');
  await handle.exited;
}

function timeout(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000).unref());
}

/** Sends a signal to a process group; false when nobody is left in it. */
export function signalGroup(pid, signal) {
  if (!pid) return false;
  try {
    process.kill(windows ? pid : -pid, signal);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    if (error.code === 'EPERM') return true;
    throw error;
  }
}

/** The last lines of a log file. */
export function tailOf(logFile, lines) {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
