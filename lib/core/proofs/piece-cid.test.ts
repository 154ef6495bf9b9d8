import { Piece } from '@web3-storage/data-segment';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fr32Pad,
  liftRoot,
  merkleRoot,
  parsePieceCidV1,
  parsePieceCidV2,
  pieceCidV1,
  pieceCidV1Bytes,
  pieceCidV2,
  pieceCidV2Bytes,
  zeroRoot,
} from './index';
import vectors from './vectors/piece-cid.json';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const unhex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

function payloadOf(bytes: number): Uint8Array {
  return Uint8Array.from(
    { length: bytes },
    (_, i) => (i * 31 + (i >>> 8) * 17 + (i >>> 16) * 7) & 0xff,
  );
}

/** Root over the padded payload, extended by zero subtrees to a power of two. */
function rootOf(payload: Uint8Array): { root: Uint8Array; height: number } {
  const padded = fr32Pad(payload);
  const leaves = Array.from({ length: padded.length / 32 }, (_, i) =>
    padded.slice(32 * i, 32 * i + 32),
  );
  const height = Math.ceil(Math.log2(leaves.length));
  while (leaves.length < 2 ** height) leaves.push(new Uint8Array(32));
  return { root: merkleRoot(leaves), height };
}

describe('piece commitments', () => {
  it.each(vectors)('are the public ones for $payloadBytes bytes', (vector) => {
    const commD = unhex(vector.commD);
    const padded = Number(vector.paddedSize);
    expect(pieceCidV1(commD)).toBe(vector.pieceCidV1);
    expect(pieceCidV2(commD, vector.payloadBytes, padded)).toBe(vector.pieceCidV2);
    expect(parsePieceCidV1(vector.pieceCidV1)).toEqual(commD);
    expect(parsePieceCidV2(vector.pieceCidV2)).toEqual({
      commD,
      payloadBytes: vector.payloadBytes,
      paddedBytes: padded,
      height: vector.height,
    });
  });

  it.each(vectors.filter((vector) => vector.payloadBytes < 10_000))(
    'are recomputed from $payloadBytes payload bytes',
    (vector) => {
      const { root, height } = rootOf(payloadOf(vector.payloadBytes));
      expect(hex(root)).toBe(vector.commD);
      expect(height).toBe(vector.height);
    },
  );

  it('agree with another implementation for any payload', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 65, maxLength: 1200 }), (payload) => {
        const { root, height } = rootOf(payload);
        const other = Piece.fromPayload(payload);
        expect(pieceCidV2(root, payload.length, 2 ** height * 32)).toBe(other.link.toString());
      }),
      { numRuns: 50 },
    );
  });

  it('survive a round trip as bytes and refuse damage', () => {
    const commD = zeroRoot(6);
    expect(parsePieceCidV1(pieceCidV1Bytes(commD))).toEqual(commD);
    const v2 = pieceCidV2Bytes(commD, 1, 2048);
    expect(parsePieceCidV2(v2).payloadBytes).toBe(1);
    expect(() => parsePieceCidV2(v2.subarray(0, v2.length - 1))).toThrow(/malformed/);
    expect(() => parsePieceCidV2(pieceCidV1Bytes(commD))).toThrow(/v2/);
    expect(() => parsePieceCidV1('not a cid')).toThrow(/base32/);
    expect(() => pieceCidV2(commD, 2033, 2048)).toThrow(/fit/);
  });
});

describe('zero subtrees', () => {
  it.each([
    [2, '3731bb99ac689f66eef5973e4a94da188f4ddcae580724fc6f3fd60dfd488333'],
    [6, 'fc7e928296e516faade986b28f92d44a4f24b935485223376a799027bc18f833'],
    [18, '65f29e5d98d246c38b388cfc06db1f6b021303c5a289000bdce832a9c3ec421c'],
    [24, '39560e7b13a93b07a243fd2720ffa7cb3e1d2e505ab3629e79f46313512cda06'],
  ])('of height %i have the known root', (height, root) => {
    expect(hex(zeroRoot(height))).toBe(root);
  });

  it('lift a small piece to a sector', () => {
    const payload = payloadOf(127);
    const { root, height } = rootOf(payload);
    const extended = new Uint8Array(127 * 16);
    extended.set(payload);
    expect(liftRoot(root, height, 6)).toEqual(rootOf(extended).root);
  });
});
