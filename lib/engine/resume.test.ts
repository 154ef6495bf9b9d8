import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import {
  type EngineProgress,
  finalizeSector,
  generateWindowPoSt,
  sealCommit,
  sealSector,
  unsealSector,
} from './index';
import { makeSector, type TestSector } from './testing/make-sector';

// Threads and hashing share their cores with other tests.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const CHILD = fileURLToPath(new URL('./testing/seal-child.ts', import.meta.url));
const SEED = new Uint8Array(32).fill(3);
const sectors: TestSector[] = [];
afterAll(() => Promise.all(sectors.map((sector) => sector.remove())));

async function newSector(...overrides: Parameters<typeof makeSector>): Promise<TestSector> {
  const sector = await makeSector(...overrides);
  sectors.push(sector);
  return sector;
}

/** Runs a sealing process that dies by kill -9 at a step; returns all steps that it reported. */
async function killedAt(root: string, bytes: number, step: string): Promise<Set<string>> {
  const args = ['--import', 'tsx', CHILD, root, String(bytes), step];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const seen = new Set<string>();
  for await (const line of createInterface({ input: child.stdout })) {
    seen.add(line.split(' ')[0]!);
  }
  const [, signal] = await exit;
  expect(signal).toBe('SIGKILL');
  return seen;
}

describe('a seal that is interrupted', () => {
  it('continues after kill -9 in any step and gives the same bytes', async () => {
    const bytes = 2 ** 20;
    const overrides = { sectorBytes: bytes, droppedRows: 6 };
    const expected = await sealSector(await newSector(overrides));
    const sector = await newSector(overrides);

    const runs: Set<string>[] = [];
    for (const step of ['data-0', 'labels-1', 'labels-2', 'columns-0']) {
      runs.push(await killedAt(sector.root, bytes, step));
    }
    const labelled = path.join(sector.dir, 'layer-1.bin');
    const made = statSync(labelled).mtimeMs;
    const progress: EngineProgress[] = [];
    const sealed = await sealSector({ ...sector, onProgress: (now) => progress.push(now) });

    expect(sealed.commR).toEqual(expected.commR);
    expect(Buffer.compare(readFileSync(sealed.sealedFile), readFileSync(expected.sealedFile))).toBe(
      0,
    );
    expect(runs[3]!.has('data-0')).toBe(false);
    expect(progress.some(({ step }) => step === 'data')).toBe(false);
    expect(progress.some(({ step, layer }) => step === 'labels' && layer === 1)).toBe(false);
    expect(statSync(labelled).mtimeMs).toBe(made);
  });

  it('stops when told and continues later', async () => {
    const sector = await newSector({ sectorBytes: 2 ** 20 });
    const stop = new AbortController();
    const onProgress = ({ step }: EngineProgress) => {
      if (step === 'labels') stop.abort();
    };
    const first = sealSector({ ...sector, onProgress, signal: stop.signal });
    await expect(first).rejects.toMatchObject({ code: 'ENGINE_ABORTED' });
    const again = sealSector({ ...sector, signal: stop.signal });
    await expect(again).rejects.toMatchObject({ code: 'ENGINE_ABORTED' });
    expect((await sealSector(sector)).commR.length).toBe(32);
  });

  it('is not continued with other inputs', async () => {
    const sector = await newSector();
    await sealSector(sector);
    const other = sealSector({ ...sector, ticket: new Uint8Array(32) });
    await expect(other).rejects.toMatchObject({ code: 'ENGINE_INPUTS_CHANGED' });
  });
});

describe('a wrong or damaged sector', () => {
  it('is refused when the payload is not the data of CommD', async () => {
    const sector = await newSector();
    const seal = sealSector({ ...sector, commD: new Uint8Array(32) });
    await expect(seal).rejects.toMatchObject({ code: 'ENGINE_COMMD_MISMATCH' });
    const long = sealSector({ ...sector, payloadBytes: 2033, dir: `${sector.dir}-long` });
    await expect(long).rejects.toMatchObject({ code: 'ENGINE_PAYLOAD_TOO_LARGE' });
    const missing = sealSector({ ...sector, payloadFile: '/none', dir: `${sector.dir}-none` });
    await expect(missing).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      details: { systemCode: 'ENOENT' },
    });
  });

  it('gives no proof and no payload', async () => {
    const sector = await newSector();
    await expect(finalizeSector(sector.dir)).rejects.toMatchObject({ code: 'ENGINE_NOT_SEALED' });
    const { commR, sealedFile } = await sealSector(sector);
    const good = readFileSync(sealedFile);
    writeFileSync(
      sealedFile,
      good.map((byte) => byte ^ 1),
    );
    const commit = sealCommit({ ...sector, commR, seed: SEED });
    await expect(commit).rejects.toMatchObject({ code: 'ENGINE_SECTOR_CORRUPT' });
    const post = generateWindowPoSt({ ...sector, seed: SEED });
    await expect(post).rejects.toMatchObject({ code: 'ENGINE_SECTOR_CORRUPT' });
    const outFile = path.join(sector.root, 'out');
    await expect(unsealSector({ ...sector, outFile })).rejects.toMatchObject({
      code: 'ENGINE_SECTOR_CORRUPT',
    });
    expect(readdirSync(sector.root)).not.toContain('out');
  });

  it('keeps only what later proofs need', async () => {
    const sector = await newSector();
    await sealSector(sector);
    await finalizeSector(sector.dir);
    await finalizeSector(sector.dir);
    expect(readdirSync(sector.dir).sort()).toEqual([
      'p-aux.bin',
      'sealed.bin',
      'sector.json',
      'tree-r.bin',
    ]);
  });
});
