import fs from 'node:fs';
import path from 'node:path';
import { signalGroup } from './child.mjs';
import { startOf } from './process-identity.mjs';
import { waitUntil } from './wait.mjs';

/**
 * Notes in a folder which process a program started, so that a later run can end it when the
 * program itself was killed before it could. `remove` names a folder that then goes too.
 * @returns a function that takes the note back.
 */
export function noteChild(folder, child, { remove } = {}) {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${child.pid}.json`);
  const owner = { pid: process.pid, start: startOf(process.pid) };
  const note = { owner, child: { name: child.name, pid: child.pid, start: child.start }, remove };
  fs.writeFileSync(file, JSON.stringify(note));
  return () => fs.rmSync(file, { force: true });
}

/** True for the very process that was noted, not for another that got its number. */
export function isSame({ pid, start }) {
  return start !== undefined && startOf(pid) === start;
}

/** Ends every noted process whose starter is gone. */
export async function endOrphans(folder) {
  if (!fs.existsSync(folder)) return;
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    const note = readNote(file);
    if (note && isSame(note.owner)) continue;
    if (note) await endProcess(note.child);
    if (note?.remove) fs.rmSync(note.remove, { recursive: true, force: true });
    fs.rmSync(file, { force: true });
  }
}

function readNote(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** SIGINT, which every part of the platform understands, and SIGKILL when that does not help. */
export async function endProcess(identity, seconds = 15) {
  if (!isSame(identity)) return;
  signalGroup(identity.pid, 'SIGINT');
  try {
    await waitUntil(`Ending ${identity.name}`, () => !isSame(identity), { seconds });
  } catch {
    signalGroup(identity.pid, 'SIGKILL');
    await waitUntil(`Ending ${identity.name}`, () => !isSame(identity), { seconds });
  }
}
