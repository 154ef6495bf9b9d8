import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenLimit, type LimitInput } from './limits';

const MIB = 1 << 20;
const slot = (deal: string, hotBytes = 0) => ({ deal, sectorBytes: MIB, hotBytes });

function input(over: Partial<LimitInput> = {}): LimitInput {
  return {
    limits: { maxDeals: 2, maxTotalBytes: BigInt(3 * MIB), minFreeDiskBytes: 0n, bandwidth: 0 },
    held: [],
    offer: slot('0xa'),
    fileBytes: 100n,
    parameters: { accepting: true, minFileSize: 1n, maxFileSize: 1000n },
    freeDiskBytes: BigInt(100 * MIB),
    ...over,
  };
}

describe('brokenLimit', () => {
  it('takes what fits', () => {
    expect(brokenLimit(input())).toBeUndefined();
  });

  it('counts deals, not slots', () => {
    const held = [slot('0xa'), slot('0xB')];
    expect(brokenLimit(input({ held, offer: slot('0xb') }))).toBeUndefined();
    expect(brokenLimit(input({ held, offer: slot('0xc') }))).toMatch(/2 deals/);
  });

  it('counts hot copies as stored bytes', () => {
    const held = [slot('0xa'), slot('0xa')];
    expect(brokenLimit(input({ held }))).toBeUndefined();
    expect(brokenLimit(input({ held, offer: slot('0xa', 1) }))).toMatch(/bytes are allowed/);
  });

  it('keeps to the file sizes', () => {
    expect(brokenLimit(input({ fileBytes: 1001n }))).toMatch(/1001/);
    expect(brokenLimit(input({ fileBytes: 0n }))).toMatch(/0 bytes/);
  });

  it('leaves the free space that the operator wants, with room for sealing', () => {
    const limits = { ...input().limits, minFreeDiskBytes: BigInt(MIB) };
    expect(brokenLimit(input({ limits, freeDiskBytes: BigInt(6 * MIB) }))).toBeUndefined();
    expect(brokenLimit(input({ limits, freeDiskBytes: BigInt(6 * MIB) - 1n }))).toMatch(/free/);
  });

  it('never accepts more in sequence than the total allows', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2 * MIB })), (sizes) => {
        const held: LimitInput['held'][number][] = [];
        for (const sectorBytes of sizes) {
          const offer = { deal: '0xa', sectorBytes, hotBytes: 0 };
          if (brokenLimit(input({ held, offer })) === undefined) held.push(offer);
        }
        expect(held.reduce((sum, s) => sum + s.sectorBytes, 0)).toBeLessThanOrEqual(3 * MIB);
      }),
    );
  });
});
