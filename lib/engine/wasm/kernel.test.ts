import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createGraph,
  decodeElement,
  drgSeedOf,
  encodeElement,
  FIELD_ORDER,
  feistelHalfBits,
  feistelKeysOf,
  feistelRound,
  fr32Pad,
  fr32Unpad,
  hashPair,
  porepId,
  truncate254,
} from '../../core/proofs';
import { nodeSha256 } from '../verify/node-sha256';
import { Kernel } from './kernel';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe('kernel', () => {
  it('pads and un-pads like the reference', () => {
    fc.assert(
      fc.property(bytes(127 * 3), (payload) => {
        const kernel = new Kernel();
        const from = kernel.put(payload);
        const to = kernel.allocate(384);
        kernel.call.fr32Pad(from, to, 3);
        const padded = kernel.view(to, 384).slice();
        expect(padded).toEqual(fr32Pad(payload));
        kernel.call.fr32Unpad(to, to, 3);
        expect(kernel.view(to, 381).slice()).toEqual(fr32Unpad(padded));
        expect(kernel.view(to, 381).slice()).toEqual(payload);
      }),
    );
  });

  it('hashes rows of any length like SHA-256', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), bytes(64 * 9), (pairs, nodes) => {
        const kernel = new Kernel();
        const at = kernel.put(nodes);
        kernel.call.hashRow(at, pairs, at);
        for (let i = 0; i < pairs; i++) {
          const left = nodes.subarray(64 * i, 64 * i + 32);
          const right = nodes.subarray(64 * i + 32, 64 * i + 64);
          expect(kernel.view(at + 32 * i, 32).slice()).toEqual(hashPair(left, right));
        }
      }),
    );
  });

  it.each([32, 64, 96, 352])('hashes messages of %i bytes', (length) => {
    const kernel = new Kernel();
    const messages = Uint8Array.from({ length: 3 * length }, (_, i) => i * 7);
    const to = kernel.allocate(96);
    kernel.call.hashMessages(kernel.put(messages), length, 3, to);
    for (let i = 0; i < 3; i++) {
      const expected = truncate254(nodeSha256(messages.subarray(i * length, (i + 1) * length)));
      expect([...kernel.view(to + 32 * i, 32)]).toEqual([...expected]);
    }
  });

  it('encodes and decodes like the reference, also at the borders of the field', () => {
    const top = (1n << 254n) - 1n;
    const special = [
      0n,
      1n,
      top,
      FIELD_ORDER - top,
      FIELD_ORDER - top - 1n,
      FIELD_ORDER - top + 1n,
    ];
    const value = fc.oneof(fc.constantFrom(...special), fc.bigInt(0n, top));
    const element = (x: bigint) =>
      Uint8Array.from({ length: 32 }, (_, i) => Number((x >> BigInt(8 * i)) & 255n));
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [data, key] = [element(a), element(b)];
        const kernel = new Kernel();
        const [dataAt, keyAt] = [kernel.put(data), kernel.put(key)];
        kernel.call.encode(dataAt, keyAt, dataAt, 1);
        const sealed = kernel.view(dataAt, 32).slice();
        expect(sealed).toEqual(encodeElement(data, key));
        expect(kernel.call.decode(dataAt, keyAt, dataAt, 1)).toBe(0);
        expect(kernel.view(dataAt, 32).slice()).toEqual(decodeElement(sealed, key));
        expect(kernel.view(dataAt, 32).slice()).toEqual(data);
      }),
      { numRuns: 500 },
    );
  });

  it('counts elements that no encoding gives', () => {
    const kernel = new Kernel();
    const order = Uint8Array.from({ length: 32 }, (_, i) =>
      Number((FIELD_ORDER >> BigInt(8 * i)) & 255n),
    );
    const at = kernel.put(order);
    const key = kernel.allocate(32);
    expect(kernel.call.decode(at, key, kernel.allocate(32), 1)).toBe(1);
    const large = kernel.put(new Uint8Array(32).fill(0x55));
    expect(kernel.call.decode(large, key, kernel.allocate(32), 1)).toBe(1);
  });

  it.each([2048, 4096, 8 * 2 ** 20, 512 * 2 ** 20])('finds the parents in %i bytes', (size) => {
    const id = porepId(size, 2);
    const nodes = size / 32;
    const kernel = new Kernel();
    const half = feistelHalfBits(nodes);
    const keys = feistelKeysOf(id);
    const table = keys.flatMap((key) =>
      Array.from({ length: 2 ** half }, (_, right) => feistelRound(right, key, half)),
    );
    const tables = kernel.put(new Uint8Array(Uint16Array.from(table).buffer));
    kernel.call.initGraph(kernel.put(drgSeedOf(id)), nodes, half, tables);
    const graph = createGraph(id, nodes);
    const to = kernel.allocate(64);
    for (let i = 0; i < 64; i++) {
      const v = i < 32 ? i : Math.floor(((nodes - 1) * i) / 63);
      kernel.call.parents(v, to);
      const found = Array.from(new Uint32Array(kernel.call.memory.buffer, to, 14));
      const { base, expander } = graph.parents(v);
      expect(found).toEqual([...base, ...expander]);
    }
  });
});
