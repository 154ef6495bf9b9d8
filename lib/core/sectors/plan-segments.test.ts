import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payloadCapacity, planSegments } from './index';

const MIB = 2 ** 20;
const DEV = [1, 2, 4, 8].map((size) => size * MIB);

describe('payloadCapacity', () => {
  it('is 508 MiB of 512 MiB', () => {
    expect(payloadCapacity(512 * MIB)).toBe(508 * MIB);
    expect(payloadCapacity(2048)).toBe(2032);
    expect(() => payloadCapacity(1000)).toThrow(/power of two/);
  });
});

describe('planSegments', () => {
  it.each([
    [1, 1, MIB, 1],
    [1_040_384, 1, MIB, 1],
    [1_040_385, 1, 2 * MIB, 1],
    [8 * 1_040_384 + 1, 8, 2 * MIB, 1],
    [8 * payloadCapacity(8 * MIB), 8, 8 * MIB, 1],
    [8 * payloadCapacity(8 * MIB) + 1, 8, 8 * MIB, 2],
    [100 * MIB, 4, 8 * MIB, 4],
  ])('puts %i bytes with k = %i into sectors of %i: %i segments', (fileBytes, k, size, count) => {
    const plan = planSegments({ fileBytes, k, n: k + 2, allowedSectorBytes: DEV });
    expect(plan.sectorBytes).toBe(size);
    expect(plan.segments.length).toBe(count);
  });

  it('covers the file once, fits the sectors, and no smaller sector would do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 31 }),
        fc.integer({ min: 1, max: 20 }),
        fc.shuffledSubarray(DEV, { minLength: 1 }),
        (fileBytes, k, allowedSectorBytes) => {
          const plan = planSegments({ fileBytes, k, n: k, allowedSectorBytes });
          const capacity = payloadCapacity(plan.sectorBytes);
          let end = 0;
          plan.segments.forEach((segment, index) => {
            expect(segment).toMatchObject({ index, offset: end });
            expect(segment.length).toBeGreaterThan(0);
            expect(segment.shardPayloadBytes).toBe(Math.ceil(segment.length / k));
            expect(segment.shardPayloadBytes).toBeLessThanOrEqual(capacity);
            end += segment.length;
          });
          expect(end).toBe(fileBytes);
          for (const size of allowedSectorBytes) {
            const count = Math.ceil(fileBytes / (k * payloadCapacity(size)));
            expect(count).toBeGreaterThanOrEqual(plan.segments.length);
            if (count === plan.segments.length) {
              expect(size).toBeGreaterThanOrEqual(plan.sectorBytes);
            }
          }
        },
      ),
    );
  });

  it('refuses the impossible', () => {
    const good = { fileBytes: 1, k: 1, n: 1, allowedSectorBytes: DEV };
    expect(() => planSegments({ ...good, fileBytes: 0 })).toThrow(/one byte/);
    expect(() => planSegments({ ...good, k: 2 })).toThrow(/k ≤ n/);
    expect(() => planSegments({ ...good, n: 256 })).toThrow(/255/);
    expect(() => planSegments({ ...good, allowedSectorBytes: [] })).toThrow(/size/);
    expect(() => planSegments({ ...good, fileBytes: 2 ** 45 })).toThrow(/slots/);
  });
});
