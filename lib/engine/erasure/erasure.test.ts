import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ReedSolomonErasure } from '@subspace/reed-solomon-erasure.wasm';
import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { makePayload } from '../testing/make-sector';
import { StripeCodec } from './codec';
import { decodeSegment, encodeSegment, STRIPE_BYTES } from './index';

// Threads and hashing share their cores with other tests.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = mkdtempSync(path.join(os.tmpdir(), 'msp-erasure-'));
afterAll(() => rm(root, { recursive: true, force: true }));

async function encode(k: number, n: number, length: number, offset = 5) {
  const data = makePayload(length + offset + 9);
  const file = path.join(root, 'source');
  writeFileSync(file, data);
  const shards = Array.from({ length: n }, (_, i) => path.join(root, `shard-${i}`));
  const shardPayloadBytes = Math.ceil(length / k);
  const source = { file, offset, length };
  await encodeSegment({ source, k, n, shardPayloadBytes, outFiles: shards });
  return { shards, k, n, shardPayloadBytes, length, data: data.subarray(offset, offset + length) };
}

async function decoded(options: Omit<Parameters<typeof decodeSegment>[0], 'out'>) {
  const out = new PassThrough();
  const whole = buffer(out);
  await decodeSegment({ ...options, out });
  out.end();
  return whole;
}

describe('erasure code', () => {
  it('restores a segment from any k of n shards', async () => {
    const shape = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 6 }))
      .chain(([k, extra]) =>
        fc.record({
          k: fc.constant(k),
          n: fc.constant(k + extra),
          length: fc.integer({ min: 1, max: 3 * k * STRIPE_BYTES }),
          order: fc.shuffledSubarray(
            Array.from({ length: k + extra }, (_, i) => i),
            { minLength: k, maxLength: k },
          ),
        }),
      );
    await fc.assert(
      fc.asyncProperty(shape, async ({ k, n, length, order }) => {
        const { data, ...segment } = await encode(k, n, length);
        const shards = segment.shards.map((file, i) => (order.includes(i) ? file : null));
        const restored = await decoded({ ...segment, shards });
        expect(Buffer.compare(restored, data)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('gives the parity of a public library', async () => {
    const code = await ReedSolomonErasure.fromCurrentDirectory();
    for (const [k, n] of [
      [2, 3],
      [5, 9],
      [10, 20],
      [17, 255],
    ] as const) {
      const bytes = 1000;
      const expected = new Uint8Array(n * bytes);
      expected.set(makePayload(k * bytes));
      expect(code.encode(expected, k, n - k)).toBe(ReedSolomonErasure.RESULT_OK);
      const codec = StripeCodec.encoder({ k, n });
      for (let i = 0; i < k; i++) {
        codec.block(i, bytes).set(expected.subarray(i * bytes, (i + 1) * bytes));
      }
      codec.run(bytes);
      for (let i = 0; i < n; i++) {
        const block = expected.subarray(i * bytes, (i + 1) * bytes);
        expect(Buffer.compare(codec.block(i, bytes), block)).toBe(0);
      }
    }
  });

  it('restores any range, reading only its stripes', async () => {
    const { data, ...segment } = await encode(3, 5, 500_001);
    const shards = segment.shards.map((file, i) => (i === 1 || i === 3 ? null : file));
    await fc.assert(
      fc.asyncProperty(fc.nat(500_001), fc.nat(500_001), async (a, b) => {
        const range = { offset: Math.min(a, b), length: Math.abs(a - b) };
        const restored = await decoded({ ...segment, shards, range });
        const expected = data.subarray(range.offset, range.offset + range.length);
        expect(Buffer.compare(restored, expected)).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  it('writes into a place of a file', async () => {
    const { data, ...segment } = await encode(2, 3, 70_000);
    const file = path.join(root, 'out');
    writeFileSync(file, Buffer.alloc(70_010, 0xff));
    await decodeSegment({
      ...segment,
      shards: [null, ...segment.shards.slice(1)],
      out: { file, offset: 10 },
    });
    const written = readFileSync(file);
    expect(Buffer.compare(written.subarray(10), data)).toBe(0);
    expect(written.subarray(0, 10)).toEqual(Buffer.alloc(10, 0xff));
  });

  it('copies with k = 1', async () => {
    const { data, shards } = await encode(1, 3, 100_000);
    for (const file of shards) expect(Buffer.compare(readFileSync(file), data)).toBe(0);
  });

  it('says what is missing', async () => {
    const { data, ...segment } = await encode(2, 3, 1000);
    const too = decoded({ ...segment, shards: [null, null, segment.shards[2]!] });
    await expect(too).rejects.toMatchObject({ code: 'ERASURE_TOO_FEW_SHARDS' });
    writeFileSync(segment.shards[0]!, 'short');
    await expect(decoded(segment)).rejects.toMatchObject({ code: 'ENGINE_FILE_TOO_SHORT' });
    await expect(encode(3, 2, 10)).rejects.toMatchObject({ code: 'ERASURE_BAD_SHAPE' });
    expect(data.length).toBe(1000);
  });
});
