import fs from 'node:fs';
import path from 'node:path';
import { endProcess, isSame } from './orphans.mjs';
import { startOf } from './process-identity.mjs';

/**
 * `run.json` in the data folder: what runs on this data, for a second start and for the demo, and
 * for cleaning up after a run that was killed.
 */
export function runFileOf(dataDir) {
  return path.join(dataDir, 'run.json');
}

/** The record of a running platform, or undefined when there is none or its starter is gone. */
export function runningPlatform(dataDir) {
  const run = readRun(dataDir);
  return run && isSame(run.owner) ? run : undefined;
}

function readRun(dataDir) {
  try {
    return JSON.parse(fs.readFileSync(runFileOf(dataDir), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Makes this process the owner of the data folder. Ends what a killed owner left running.
 * @throws Error with code `ALREADY_RUNNING` and the running one's record.
 */
export async function claimRun(dataDir, profile, say) {
  const running = runningPlatform(dataDir);
  if (running) throw alreadyRunning(running);
  const old = readRun(dataDir);
  const left = (old?.children ?? []).filter(isSame).reverse();
  if (left.length > 0) say(`Ending ${left.map(({ name }) => name).join(', ')} of a killed run`);
  for (const child of left) await endProcess(child);
  fs.mkdirSync(dataDir, { recursive: true });
  const run = {
    owner: { pid: process.pid, start: startOf(process.pid) },
    startedAt: new Date().toISOString(),
    profile,
    ready: false,
    urls: {},
    children: [],
  };
  const write = () => {
    const file = runFileOf(dataDir);
    fs.writeFileSync(`${file}.part`, JSON.stringify(run, null, 2));
    fs.renameSync(`${file}.part`, file);
  };
  write();
  return {
    record: run,
    update(changes) {
      Object.assign(run, changes);
      write();
    },
    release: () => fs.rmSync(runFileOf(dataDir), { force: true }),
  };
}

function alreadyRunning(run) {
  const where = run.urls.portal ? `at ${run.urls.portal}` : '(still starting)';
  const error = new Error(`The platform is already running ${where}, process ${run.owner.pid}.`);
  return Object.assign(error, { code: 'ALREADY_RUNNING', run });
}
