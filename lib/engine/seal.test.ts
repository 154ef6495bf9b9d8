import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { slotPostSeed } from '../core/proofs';
import {
  finalizeSector,
  generateWindowPoSt,
  sealCommit,
  sealSector,
  unsealSector,
  verifySeal,
  verifyWindowPoSt,
} from './index';
import { makeSector, type TestSector } from './testing/make-sector';

// Threads and hashing share their cores with other tests.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const sectors: TestSector[] = [];
afterAll(() => Promise.all(sectors.map((sector) => sector.remove())));

const CASES = [
  { sectorBytes: 2048 },
  { sectorBytes: 2048, layers: 1, droppedRows: 2 },
  { sectorBytes: 4096, layers: 3, droppedRows: 30 },
  { sectorBytes: 2 ** 20, porepChallenges: 10, postChallenges: 10, droppedRows: 6 },
];

describe('a sector', () => {
  it.each(CASES)('is sealed, proved and unsealed: %o', async (overrides) => {
    const sector = await makeSector(overrides);
    sectors.push(sector);
    const progress: number[] = [];
    const onProgress = ({ fraction }: { fraction: number }) => progress.push(fraction);
    const { commR } = await sealSector({ ...sector, onProgress });
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBeCloseTo(1);

    const seed = new Uint8Array(32).fill(0xee);
    const proof = await sealCommit({ ...sector, commR, seed });
    expect(verifySeal({ ...sector, commR, seed, proof })).toEqual({ ok: true });

    await finalizeSector(sector.dir);
    const postSeed = slotPostSeed(`0x${'77'.repeat(32)}`, `0x${'d1'.repeat(20)}`, 3, 1, 31337);
    const post = await generateWindowPoSt({ ...sector, seed: postSeed });
    const { params, sectorId } = sector;
    expect(verifyWindowPoSt({ params, sectorId, commR, seed: postSeed, proof: post })).toEqual({
      ok: true,
    });

    const outFile = path.join(sector.root, 'out');
    await unsealSector({ ...sector, outFile });
    expect(Buffer.compare(await readFile(outFile), sector.payload)).toBe(0);
    expect((await sealSector(sector)).commR).toEqual(commR);
  });
});
