import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { assertSpace, missingBytes } from './files/space';
import { EngineControl, sealDiskBytes, sealSector } from './index';
import { makeSector, type TestSector } from './testing/make-sector';
import { sealWithKills, spawnSeal } from './testing/random-kills';

// Threads and hashing share their cores with other tests.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const MIB = 2 ** 20;
const sectors: TestSector[] = [];
afterAll(() => Promise.all(sectors.map((sector) => sector.remove())));

async function newSector(...overrides: Parameters<typeof makeSector>): Promise<TestSector> {
  const sector = await makeSector(...overrides);
  sectors.push(sector);
  return sector;
}

/** Output and exit code of a seal in a process of its own. */
async function sealOutside(root: string, bytes: number, wrapper: string[]) {
  const child = spawnSeal(root, bytes, wrapper);
  let output = '';
  child.stdout!.on('data', (text) => (output += text));
  child.stderr!.on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  return { code, output };
}

describe('kill -9', () => {
  it('at any moment of a seal leaves nothing that is wrong, and costs no byte', async () => {
    const reports = await sealWithKills(MIB, [0.03, 0.37, 0.95]);
    expect(reports.map(({ complete }) => complete.includes('sector.json'))).toEqual([
      true,
      true,
      true,
    ]);
    expect(reports[1]!.complete).toEqual(
      expect.arrayContaining(['data.bin', 'sector.json', 'tree-d.bin']),
    );
  });
});

describe('a full disk', () => {
  it('is noticed before the seal starts, with both numbers', async () => {
    const sector = await newSector({ sectorBytes: MIB, droppedRows: 6 });
    mkdirSync(sector.dir);
    const needed = sealDiskBytes(sector.params);
    expect(needed).toBeGreaterThan(4 * MIB);
    expect(missingBytes(sector.dir, sector.params)).toBe(needed);
    expect(() => assertSpace(sector.dir, sector.params, needed)).toThrowError(
      expect.objectContaining({
        code: 'ENGINE_DISK_FULL',
        details: { neededBytes: needed + MIB, freeBytes: needed },
      }),
    );
    assertSpace(sector.dir, sector.params, needed + MIB);
    await sealSector(sector);
    expect(missingBytes(sector.dir, sector.params)).toBe(0);
    assertSpace(sector.dir, sector.params, 0);
  });

  it('in the middle of a layer is said clearly, and the seal continues later', async () => {
    const expected = await sealSector(await newSector({ sectorBytes: MIB, droppedRows: 6 }));
    const sector = await newSector({ sectorBytes: MIB, droppedRows: 6 });
    await sealSector(sector);
    for (const name of ['layer-2.bin', 'tree-c.bin', 'sealed.bin', 'tree-r.bin', 'p-aux.bin']) {
      rmSync(path.join(sector.dir, name));
    }
    // No file may grow beyond 600 KiB: what is there stays, the next layer breaks off.
    const limit = ['/bin/sh', '-c', 'ulimit -f 1200; exec "$@"', 'sh'];
    const outside = await sealOutside(sector.root, MIB, limit);
    expect(outside).toMatchObject({ code: 1 });
    expect(outside.output).toMatch(/failed ENGINE_DISK_FULL\n$/);
    expect(readdirSync(sector.dir).sort()).toEqual([
      'data.bin',
      'layer-1.bin',
      'sector.json',
      'tree-d.bin',
    ]);
    const sealed = await sealSector(sector);
    expect(sealed.commR).toEqual(expected.commR);
    expect(Buffer.compare(readFileSync(sealed.sealedFile), readFileSync(expected.sealedFile))).toBe(
      0,
    );
  });

  // Only where this process may mount: a disk of 3 MiB for a sector that needs 4.
  const mount = path.join(os.tmpdir(), `msp-small-disk-${process.pid}`);
  mkdirSync(mount);
  const isMounted =
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', mount]).status === 0;
  afterAll(() => {
    if (isMounted) spawnSync('umount', [mount]);
    rmSync(mount, { recursive: true, force: true });
  });

  it.skipIf(!isMounted)('refuses a seal on a disk that is too small', async () => {
    const sector = await newSector({ sectorBytes: MIB, droppedRows: 6 });
    const seal = sealSector({ ...sector, dir: path.join(mount, 'sector') });
    await expect(seal).rejects.toMatchObject({ code: 'ENGINE_DISK_FULL' });
    expect(readdirSync(path.join(mount, 'sector'))).toEqual(['sector.json']);
  });
});

describe('a running seal', () => {
  it('pauses, stands still, and resumes to the same result', async () => {
    const expected = await sealSector(await newSector({ sectorBytes: MIB }));
    const control = new EngineControl();
    const reports: (number | null)[] = [];
    control.pause();
    const seal = sealSector({
      ...(await newSector({ sectorBytes: MIB })),
      control,
      onProgress: ({ secondsLeft }) => reports.push(secondsLeft),
    });
    await vi.waitFor(() => expect(control.phase).toBe('paused'), 60_000);
    await vi.waitFor(() => expect(reports).toEqual([null]), 60_000);
    control.resume();
    expect((await seal).commR).toEqual(expected.commR);
    expect(control.phase).toBe('running');
    expect(reports.at(-1)).toBe(0);
    expect(reports.filter((left) => left !== null && left >= 0).length).toBeGreaterThan(3);
  });

  it('can be stopped while it is paused', async () => {
    const control = new EngineControl();
    const stop = new AbortController();
    control.pause();
    const sector = await newSector({ sectorBytes: MIB });
    const seal = sealSector({ ...sector, control, signal: stop.signal });
    await Promise.all([
      expect(seal).rejects.toMatchObject({ code: 'ENGINE_ABORTED' }),
      vi.waitFor(() => expect(control.phase).toBe('paused'), 60_000).then(() => stop.abort()),
    ]);
  });

  it.skipIf(os.platform() !== 'linux')('lets others go first when told to', async () => {
    const control = new EngineControl();
    control.pause();
    const before = os.getPriority();
    const sector = await newSector({ sectorBytes: MIB });
    const seal = sealSector({ ...sector, control, lowPriority: true });
    await vi.waitFor(() => expect(control.phase).toBe('paused'), 60_000);
    const threads = readdirSync('/proc/self/task').map((id) => niceOf(id));
    expect(threads).toContain(19);
    expect(niceOf(`${process.pid}`)).toBe(before);
    control.resume();
    await seal;
  });
});

/** Nice value of a thread of this process. */
function niceOf(id: string): number {
  const stat = readFileSync(`/proc/self/task/${id}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
}
