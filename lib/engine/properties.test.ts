import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { postChallenges } from '../core/proofs';
import { payloadCapacity } from '../core/sectors';
import { commPOfFile, generateWindowPoSt, readSealed } from './index';
import { runCommit } from './sealing/run-commit';
import { runSeal } from './sealing/run-seal';
import { runUnseal } from './sealing/run-unseal';
import { makeSector, type TestSector } from './testing/make-sector';
import { verifySeal } from './verify/verify';

// Threads and hashing share their cores with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const nothing = () => undefined;
let sector: TestSector;
beforeAll(async () => {
  sector = await makeSector();
});
afterAll(() => sector.remove());

/** A payload in a sector of any small size, and a byte range of it. */
const cases = fc
  .record({
    sectorBytes: fc.constantFrom(2048, 4096, 8192, 65_536),
    layers: fc.integer({ min: 1, max: 3 }),
    droppedRows: fc.integer({ min: 0, max: 8 }),
    ticket: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  })
  .chain((shape) =>
    fc.uint8Array({ maxLength: payloadCapacity(shape.sectorBytes), size: 'max' }).chain((payload) =>
      fc.record({
        shape: fc.constant(shape),
        payload: fc.constant(payload),
        cuts: fc.tuple(fc.nat(payload.length), fc.nat(payload.length)),
      }),
    ),
  );

describe('any payload', () => {
  it('is sealed, proved and restored: whole, and every byte range of it', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, payload, cuts }) => {
        const { ticket, ...changes } = shape;
        const params = { ...sector.params, ...changes };
        const dir = path.join(sector.root, `case-${run++}`);
        const payloadFile = path.join(sector.root, 'case-payload');
        writeFileSync(payloadFile, payload);
        const payloadBytes = payload.length;
        const { commD } = await commPOfFile(payloadFile, payloadBytes, params.sectorBytes);
        const job = { ...sector, ticket, params, dir, payloadFile, payloadBytes, commD };
        const { commR } = runSeal(job, nothing);
        const seed = ticket;
        const proof = runCommit({ ...job, commR, seed });
        expect(verifySeal({ ...job, commR, seed, proof })).toEqual({ ok: true });
        await generateWindowPoSt({ ...job, seed });

        const outFile = path.join(sector.root, 'case-out');
        runUnseal({ ...job, outFile }, nothing);
        expect(Buffer.compare(readFileSync(outFile), payload)).toBe(0);
        const [start, end] = [...cuts].sort((a, b) => a - b) as [number, number];
        runUnseal({ ...job, outFile, range: { start, end } }, nothing);
        expect(Buffer.compare(readFileSync(outFile), payload.subarray(start, end))).toBe(0);
        rmSync(dir, { recursive: true });
      }),
      { numRuns: 12 },
    );
  });

  it('has no bytes outside itself', () => {
    const outFile = path.join(sector.root, 'none');
    const bad = [
      { start: -1, end: 1 },
      { start: 2, end: 1 },
      { start: 0, end: sector.payloadBytes + 1 },
      { start: 0.5, end: 1 },
    ];
    for (const range of bad) {
      expect(() => runUnseal({ ...sector, outFile, range }, nothing)).toThrowError(
        expect.objectContaining({ code: 'ENGINE_BAD_RANGE' }),
      );
    }
  });
});

describe('a flipped bit in a sealed sector', () => {
  it('fails the first PoSt that challenges its leaf, and no other', async () => {
    runSeal(sector, nothing);
    const { sealedFile } = readSealed(sector.dir);
    const good = readFileSync(sealedFile);
    const nodes = sector.params.sectorBytes / 32;
    // Without dropped rows, a proof reads nothing but its leaves and their siblings.
    const touches = (seed: Uint8Array, node: number) =>
      postChallenges(seed, sector.sectorId, nodes, 2).some(
        (leaf) => leaf === node || (leaf ^ 1) === node,
      );
    let caught = 0;
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(good.length * 8 - 1),
        fc.infiniteStream(fc.uint8Array({ minLength: 32, maxLength: 32 })),
        async (bit, seeds) => {
          const bad = Buffer.from(good);
          bad[bit >> 3]! ^= 1 << (bit & 7);
          writeFileSync(sealedFile, bad);
          for (let i = 0; i < 3; i++) {
            const seed = seeds.next().value;
            const post = generateWindowPoSt({ ...sector, seed });
            tried++;
            if (touches(seed, bit >> 8)) {
              caught++;
              await expect(post).rejects.toMatchObject({ code: 'ENGINE_SECTOR_CORRUPT' });
            } else {
              expect((await post).length).toBeGreaterThan(0);
            }
          }
        },
      ),
      { numRuns: 120 },
    );
    writeFileSync(sealedFile, good);
    // Two challenges, each touching 2 of 64 leaves: about 6 in 100.
    expect(caught / tried).toBeGreaterThan(0.02);
    expect(caught / tried).toBeLessThan(0.13);
  });
});
