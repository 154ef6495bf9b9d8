import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockHome, lockOwner } from './lock';

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'lock-'));
  file = path.join(dir, 'agent.lock');
});
afterEach(() => rm(dir, { recursive: true }));

describe('lockHome', () => {
  it('lets one in at a time', async () => {
    const lock = await lockHome(file);
    await expect(lockHome(file)).rejects.toMatchObject({ code: 'AGENT_HOME_LOCKED' });
    await lock.release();
    await (await lockHome(file)).release();
    expect(await readdir(dir)).toEqual([]);
  });

  it('lets exactly one of many in', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockHome(file)));
    expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1);
  });

  it('takes a lock over whose process was killed', async () => {
    const holder = path.join(import.meta.dirname, '../testing/lock-holder.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', holder, file], { stdio: 'pipe' });
    await once(child.stdout, 'data');
    expect(await lockOwner(file)).toBe(child.pid);
    await expect(lockHome(file)).rejects.toMatchObject({ details: { pid: child.pid } });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await lockHome(file);
    expect(await lockOwner(file)).toBe(process.pid);
    await lock.release();
  });

  it('is not fooled by a process number that was used again, or by a torn file', async () => {
    await writeFile(file, JSON.stringify({ pid: process.pid, started: 'long ago', token: 'x' }));
    await (await lockHome(file)).release();
    await writeFile(file, '{"pid":');
    await (await lockHome(file)).release();
  });

  it('notices when the lock was taken away', async () => {
    const lock = await lockHome(file);
    await writeFile(file, JSON.stringify({ pid: 1, started: '', token: 'other' }));
    expect(await lock.isHeld()).toBe(false);
    await lock.release();
    expect(await readdir(dir)).toEqual(['agent.lock']);
  });
});
