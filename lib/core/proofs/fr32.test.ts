import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLE } from './bytes';
import { fr32Pad, fr32Range, fr32Unpad, fr32UnpadRange } from './index';

const payloads = fc.uint8Array({ minLength: 1, maxLength: 700 });

describe('fr32', () => {
  it('cuts each quad into four numbers of 254 bits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 127, maxLength: 127 }), (payload) => {
        const whole = readLE(payload);
        const padded = fr32Pad(payload);
        for (let e = 0; e < 4; e++) {
          const expected = (whole >> BigInt(254 * e)) & ((1n << 254n) - 1n);
          expect(readLE(padded.subarray(32 * e, 32 * e + 32))).toBe(expected);
        }
      }),
    );
  });

  it('un-pads what it padded, zero-extended to whole quads', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const restored = fr32Unpad(fr32Pad(payload));
        expect(restored.subarray(0, payload.length)).toEqual(payload);
        expect(restored.subarray(payload.length).every((byte) => byte === 0)).toBe(true);
      }),
    );
  });

  it('restores a range from its own quads', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), fc.nat(), (payload, a, b) => {
        const offset = a % payload.length;
        const length = b % (payload.length - offset + 1);
        const { paddedOffset, paddedLength, skip } = fr32Range(offset, length);
        const part = fr32Pad(payload).subarray(paddedOffset, paddedOffset + paddedLength);
        expect(fr32UnpadRange(part, skip, length)).toEqual(
          payload.subarray(offset, offset + length),
        );
      }),
    );
  });

  it('refuses what is not padded data', () => {
    expect(() => fr32Unpad(new Uint8Array(127))).toThrow(/128/);
    expect(() => fr32Unpad(new Uint8Array(128).fill(0x40))).toThrow(/large/);
  });
});
