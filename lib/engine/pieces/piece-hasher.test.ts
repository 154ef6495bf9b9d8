import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Piece } from '@web3-storage/data-segment';
import fc from 'fast-check';
import * as multihash from 'fr32-sha2-256-trunc254-padded-binary-tree-multihash';
import { describe, expect, it, vi } from 'vitest';
import vectors from '../../core/proofs/vectors/piece-cid.json';
import { payloadCapacity } from '../../core/sectors';
import { makePayload, makeSector } from '../testing/make-sector';
import { commPOfFile, pieceOfFile } from './comm-p-of-file';
import { PieceHasher } from './piece-hasher';

// Threads and hashing share their cores with other tests.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const MIB = 2 ** 20;

describe('pieceOfFile', () => {
  it.each(vectors)('finds the piece of $payloadBytes bytes', async (vector) => {
    const sector = await makeSector();
    const file = path.join(sector.root, 'piece');
    writeFileSync(file, makePayload(vector.payloadBytes));
    const found = await pieceOfFile(file);
    expect(found.paddedBytes).toBe(Number(vector.paddedSize));
    expect(Buffer.from(found.commD).toString('hex')).toBe(vector.commD);
    expect(found).toMatchObject({
      pieceCidV1: vector.pieceCidV1,
      pieceCidV2: vector.pieceCidV2,
    });
    await sector.remove();
  });
});

describe('PieceHasher', () => {
  it.each(vectors)('gives the public commitment of $payloadBytes bytes', (vector) => {
    const found = new PieceHasher(Number(vector.paddedSize))
      .update(makePayload(vector.payloadBytes))
      .digest();
    expect(Buffer.from(found.commD).toString('hex')).toBe(vector.commD);
    expect(found.pieceCidV1).toBe(vector.pieceCidV1);
    expect(found.pieceCidV2).toBe(vector.pieceCidV2);
  });

  it('does not depend on how the payload is cut', () => {
    const payload = makePayload(1_700_000);
    const whole = new PieceHasher(2 * MIB).update(payload).digest();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900_000 }), { maxLength: 6 }), (cuts) => {
        const hasher = new PieceHasher(2 * MIB);
        let at = 0;
        for (const cut of cuts) {
          hasher.update(payload.subarray(at, at + cut));
          at += cut;
        }
        expect(hasher.update(payload.subarray(at)).digest()).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });

  it.each([0, 1, 2032, 1_040_384, 1_040_385, 3_000_000])(
    'extends %i bytes by zeros to the sector',
    (bytes) => {
      const sectorBytes = 8 * MIB;
      const extended = new Uint8Array(payloadCapacity(sectorBytes));
      extended.set(makePayload(bytes));
      const hasher = multihash.create();
      hasher.write(extended);
      const multihashBytes = new Uint8Array(hasher.multihashByteLength());
      hasher.digestInto(multihashBytes, 0, true);
      const root = multihashBytes.subarray(-32);
      expect(new PieceHasher(sectorBytes).update(makePayload(bytes)).digest().commD).toEqual(
        Uint8Array.from(root),
      );
    },
  );

  it('agrees with a second library about PieceCID v2', () => {
    const payload = makePayload(payloadCapacity(2 * MIB) - 1000);
    const found = new PieceHasher(2 * MIB).update(payload).digest();
    expect(found.pieceCidV2).toBe(Piece.fromPayload(payload).link.toString());
  });

  it('refuses too much and too little', async () => {
    const hasher = new PieceHasher(2048).update(makePayload(2032));
    expect(() => hasher.update(new Uint8Array(1))).toThrow(/fit/);
    const sector = await makeSector();
    const file = path.join(sector.root, 'short');
    writeFileSync(file, 'abc');
    await expect(commPOfFile(file, 4, 2048)).rejects.toMatchObject({
      code: 'ENGINE_FILE_TOO_SHORT',
    });
    await sector.remove();
  });
});
