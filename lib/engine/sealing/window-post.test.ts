import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { decodePoStMessage, isSkipped, verifyWindowPoSt } from '../../core/proofs';
import * as reads from '../files/read';
import { makeSector, type TestSector } from '../testing/make-sector';
import { finalizeSector } from './finalize-sector';
import { runSeal } from './run-seal';
import { generateWindowPoSt } from './window-post';
import { generateWindowPoStMessage } from './window-post-message';

vi.mock('../files/read', async (original) => {
  const real = await original<typeof reads>();
  return { ...real, readFully: vi.fn(real.readFully) };
});

const sectors: TestSector[] = [];
afterAll(() => Promise.all(sectors.map((sector) => sector.remove())));
const DEAL = `0x${'d1'.repeat(20)}` as const;
const SEED = new Uint8Array(32).fill(5);

async function sealed(...overrides: Parameters<typeof makeSector>) {
  const sector = await makeSector(...overrides);
  sectors.push(sector);
  const { commR } = runSeal(sector, () => undefined);
  return { sector, commR };
}

describe('a Window PoSt', () => {
  it('reads the challenged leaves, their neighbourhoods and tree nodes, and nothing else', async () => {
    const [droppedRows, depth, challenges] = [4, 15, 10];
    const overrides = { sectorBytes: 2 ** 20, droppedRows, postChallenges: challenges };
    const { sector } = await sealed(overrides);
    await finalizeSector(sector.dir);
    vi.mocked(reads.readFully).mockClear();
    await generateWindowPoSt({ ...sector, seed: SEED });
    const read = vi
      .mocked(reads.readFully)
      .mock.calls.reduce((sum, [, into]) => sum + into.length, 0);
    // The leaf; subtrees of 1, 2 … 2^droppedRows leaves; stored siblings above them.
    const perChallenge = 1 + (2 ** (droppedRows + 1) - 1) + (depth - droppedRows - 1);
    expect(read).toBe(challenges * perChallenge * 32);
  });

  it('of many sectors is one message; what cannot be read is named and costs the others nothing', async () => {
    const [first, damaged, third] = [await sealed(), await sealed(), await sealed({ layers: 1 })];
    const file = path.join(damaged!.sector.dir, 'sealed.bin');
    writeFileSync(
      file,
      readFileSync(file).map((byte) => byte ^ 4),
    );
    const unsealed = await makeSector();
    sectors.push(unsealed);
    const all = [third!.sector, damaged!.sector, unsealed, first!.sector];
    const result = await generateWindowPoStMessage(
      all.map((sector, slot) => ({ ...sector, seed: SEED, deal: DEAL, slot, generation: 2 })),
    );
    expect(result.skipped).toMatchObject([
      { deal: DEAL, slot: 1, generation: 2, code: 'ENGINE_SECTOR_CORRUPT' },
      { deal: DEAL, slot: 2, generation: 2, code: 'ENGINE_NOT_SEALED' },
    ]);
    const entries = decodePoStMessage(result.message);
    expect(entries.map(isSkipped)).toEqual([false, true, true, false]);
    for (const [i, { sector, commR }] of [third!, first!].entries()) {
      const input = { ...sector, commR, seed: SEED, proof: entries[i * 3]!.proof };
      expect(verifyWindowPoSt(input)).toEqual({ ok: true });
    }
  });

  it('of nothing that can be read says so', async () => {
    const unsealed = await makeSector();
    sectors.push(unsealed);
    const place = { deal: DEAL, slot: 0, generation: 1, seed: SEED };
    const result = await generateWindowPoStMessage([{ ...unsealed, ...place }]);
    expect(result.skipped).toMatchObject([{ slot: 0, generation: 1, code: 'ENGINE_NOT_SEALED' }]);
    expect(decodePoStMessage(result.message).map(isSkipped)).toEqual([true]);
  });
});
