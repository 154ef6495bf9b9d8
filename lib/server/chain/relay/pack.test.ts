import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BATCH, pack } from './batch';
import { ALONE } from './outcome';

const GAS_CAP = 1000n;
const request = fc.record({
  gas: fc.bigInt({ min: 1n, max: 300n }),
  errorCode: fc.constant(null as string | null),
});
const runs = fc.array(fc.array(request, { minLength: 1, maxLength: MAX_BATCH }), { maxLength: 8 });

describe('pack', () => {
  it('keeps every request, in order, within count and gas', () => {
    fc.assert(
      fc.property(runs, (input) => {
        const batches = pack(input, GAS_CAP);
        expect(batches.flat()).toEqual(input.flat());
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(MAX_BATCH);
          const gas = batch.reduce((sum, item) => sum + item.gas, 0n);
          expect(gas <= GAS_CAP || batch.length === 1).toBe(true);
        }
      }),
    );
  });

  it('gives a request that spoiled a batch one of its own', () => {
    const plain = { gas: 1n, errorCode: null as string | null };
    const alone = { gas: 1n, errorCode: ALONE };
    expect(pack([[plain], [alone], [plain]], GAS_CAP)).toEqual([[plain], [alone], [plain]]);
  });
});
