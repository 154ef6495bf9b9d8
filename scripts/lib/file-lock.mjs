import fs from 'node:fs';
import path from 'node:path';
import { isSame } from './orphans.mjs';
import { startOf } from './process-identity.mjs';
import { waitUntil } from './wait.mjs';

/** Runs `work` while holding a lock file; the lock of a process that is gone does not count. */
export async function withFileLock(file, work, { seconds = 900 } = {}) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  await waitUntil(`Another start that holds ${file}`, () => take(file), { seconds });
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function take(file) {
  const holder = readHolder(file);
  if (holder && isSame(holder)) return false;
  if (fs.existsSync(file)) fs.rmSync(file, { force: true });
  try {
    const self = { pid: process.pid, start: startOf(process.pid) };
    fs.writeFileSync(file, JSON.stringify(self), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
