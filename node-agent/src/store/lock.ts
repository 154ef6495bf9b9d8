import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { readText } from './atomic';

const schema = z.object({ pid: z.number().int(), started: z.string(), token: z.string() });
type Owner = z.infer<typeof schema>;

/** A held lock. */
export interface HomeLock {
  /** False once another process took the lock over. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

/** Distinguishes a process from a later one with the same number; empty where /proc is missing. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The process that holds a lock file, undefined when nobody living does. */
export async function lockOwner(file: string): Promise<number | undefined> {
  const owner = parseOwner(await readText(file));
  if (!owner || !exists(owner.pid)) return undefined;
  return (await startOf(owner.pid)) === owner.started ? owner.pid : undefined;
}

function parseOwner(text: string | undefined): Owner | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined; // cut short by a crash: nobody holds it
  }
}

/** Puts the lock in place, complete from its first moment; false if there is one already. */
async function place(file: string, content: string, token: string): Promise<boolean> {
  const tmp = `${file}.${token}.tmp`;
  await writeFile(tmp, content, { mode: 0o600 });
  try {
    await link(tmp, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(tmp);
  }
}

/** Moves a dead owner's lock away. Two may try; each puts back what it should not have moved. */
async function removeStale(file: string, stale: string | undefined, token: string): Promise<void> {
  const aside = `${file}.${token}.stale.tmp`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readText(aside)) !== stale) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

/**
 * Locks a home for this process, so that two agents never share it. A lock whose process is gone
 * (kill -9, power cut) is taken over.
 *
 * @throws AppError `AGENT_HOME_LOCKED`
 */
export async function lockHome(file: string): Promise<HomeLock> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const token = randomUUID();
  const owner: Owner = { pid: process.pid, started: await startOf(process.pid), token };
  const content = JSON.stringify(owner);
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await place(file, content, token)) return heldLock(file, content);
    const found = await readText(file);
    const pid = await lockOwner(file);
    if (pid !== undefined) {
      throw new AppError('AGENT_HOME_LOCKED', `Another agent (process ${pid}) runs in this home.`, {
        details: { pid },
      });
    }
    await removeStale(file, found, token);
  }
  throw new AppError('AGENT_HOME_LOCKED', 'The lock of this home could not be taken.');
}

function heldLock(file: string, content: string): HomeLock {
  const isHeld = async () => (await readText(file)) === content;
  return {
    isHeld,
    async release() {
      if (await isHeld()) await rm(file, { force: true });
    },
  };
}
