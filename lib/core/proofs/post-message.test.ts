import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../errors';
import { decodePoStMessage, encodePoStMessage, type PoStEntry } from './index';

const entry: fc.Arbitrary<PoStEntry> = fc.record({
  deal: fc
    .uint8Array({ minLength: 20, maxLength: 20 })
    .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as const),
  slot: fc.nat(0xffff),
  generation: fc.nat(0xffff),
  proof: fc.uint8Array({ maxLength: 50 }),
});
const key = ({ deal, slot, generation }: PoStEntry) =>
  `${deal}${slot.toString(16).padStart(4, '0')}${generation.toString(16).padStart(4, '0')}`;
const entries = fc.uniqueArray(entry, { selector: key, maxLength: 8 });

describe('PoSt message', () => {
  it('comes back sorted, whatever the order of its entries', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const sorted = [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
        expect(decodePoStMessage(encodePoStMessage(list))).toEqual(sorted);
        expect(encodePoStMessage([...list].reverse())).toEqual(encodePoStMessage(list));
      }),
    );
  });

  it('is one encoding only: bytes that decode are the bytes that encode', () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.integer({ min: 1, max: 255 }), (list, at, mask) => {
        const bytes = encodePoStMessage(list);
        bytes[at % bytes.length]! ^= mask;
        try {
          expect(encodePoStMessage(decodePoStMessage(bytes))).toEqual(bytes);
        } catch (error) {
          if (!AppError.is(error, 'PROOF_BAD_POST_MESSAGE')) throw error;
        }
      }),
    );
  });

  it('gives copies, also of a Buffer', () => {
    const one = {
      deal: `0x${'11'.repeat(20)}`,
      slot: 1,
      generation: 0,
      proof: Uint8Array.of(1),
    } as const;
    const bytes = Buffer.from(encodePoStMessage([one]));
    const [decoded] = decodePoStMessage(bytes);
    bytes.fill(0);
    expect(decoded).toEqual(one);
  });

  it('refuses hostile bytes with one error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.boolean(), (tail, framed) => {
        const header = framed ? encodePoStMessage([]).subarray(0, 6) : new Uint8Array();
        try {
          decodePoStMessage(new Uint8Array([...header, ...tail]));
        } catch (error) {
          expect(AppError.is(error, 'PROOF_BAD_POST_MESSAGE')).toBe(true);
        }
      }),
    );
  });

  it('refuses repeats, wrong order, cuts and tails', () => {
    const one = {
      deal: `0x${'11'.repeat(20)}`,
      slot: 1,
      generation: 0,
      proof: Uint8Array.of(1),
    } as const;
    const two = { ...one, slot: 2 };
    expect(() => encodePoStMessage([one, one])).toThrow(/ascending/);
    expect(() => encodePoStMessage([{ ...one, slot: 65536 }])).toThrow(/16-bit/);
    const bytes = encodePoStMessage([one, two]);
    const swapped = new Uint8Array([
      ...bytes.slice(0, 8),
      ...bytes.slice(37),
      ...bytes.slice(8, 37),
    ]);
    expect(() => decodePoStMessage(swapped)).toThrow(/ascending/);
    expect(() => decodePoStMessage(bytes.subarray(0, bytes.length - 1))).toThrow(/cut short/);
    expect(() => decodePoStMessage(new Uint8Array([...bytes, 0]))).toThrow(/follow/);
  });
});
