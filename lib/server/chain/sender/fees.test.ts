import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broadcastAnswer } from '../rpc-errors';
import { replacementFees } from './fees';

const fee = fc.bigInt({ min: 0n, max: 10n ** 15n });
const attempt = { hash: '0x', raw: '0x', gas: 1n, block: 1n, at: 0 } as const;

describe('replacementFees', () => {
  it('raises both fees by a quarter at least and never offers less than is usual now', () => {
    fc.assert(
      fc.property(fee, fee, fee, fee, (max, tip, nowMax, nowTip) => {
        const before = { ...attempt, maxFeePerGas: max, maxPriorityFeePerGas: tip };
        const next = replacementFees(before, {
          maxFeePerGas: nowMax,
          maxPriorityFeePerGas: nowTip,
        });
        expect(next.maxFeePerGas * 4n).toBeGreaterThanOrEqual(max * 5n);
        expect(next.maxPriorityFeePerGas * 4n).toBeGreaterThanOrEqual(tip * 5n);
        expect(next.maxPriorityFeePerGas).toBeGreaterThan(tip);
        expect(next.maxFeePerGas).toBeGreaterThanOrEqual(nowMax);
      }),
    );
  });
});

describe('broadcastAnswer', () => {
  it.each([
    ['transaction already imported', 'known'],
    ['already known', 'known'],
    ['nonce too low', 'nonce-used'],
    ['minimum expected nonce is 5: message nonce too low', 'nonce-used'],
    ['replacement transaction underpriced', 'underpriced'],
    ['replace by fee has too low GasPremium', 'underpriced'],
    ['insufficient funds for gas * price + value', 'no-funds'],
  ])('%s → %s', (text, expected) => {
    expect(broadcastAnswer(new Error(text))).toBe(expected);
  });
});
