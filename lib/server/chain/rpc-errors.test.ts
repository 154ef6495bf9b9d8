import { describe, expect, it } from 'vitest';
import { type BroadcastAnswer, broadcastAnswer } from './rpc-errors';

describe('broadcastAnswer', () => {
  const said: [BroadcastAnswer, string][] = [
    ['known', 'already known'],
    ['known', 'message already in mpool, existing nonce 5'],
    ['nonce-used', 'nonce too low: next nonce 7, tx nonce 5'],
    ['nonce-used', 'minimum expected nonce is 9'],
    ['underpriced', 'replacement transaction underpriced'],
    ['underpriced', 'transaction underpriced: tip needed 1, tip permitted 0'],
    ['underpriced', 'message will replace, replace by fee has too low GasPremium'],
    ['underpriced', 'max fee per gas less than block base fee'],
    ['too-early', 'nonce too high'],
    ['too-early', 'unfulfilled nonce gap'],
    ['no-funds', 'insufficient funds for gas * price + value: balance 0, tx cost 21000'],
    ['no-funds', 'mpool push: not enough funds including pending messages'],
    ['rejected', 'intrinsic gas too low: gas 20000, minimum needed 21000'],
    ['rejected', 'exceeds block gas limit'],
    ['rejected', "'GasLimit' field cannot be greater than a block's gas limit"],
    [
      'rejected',
      "'GasLimit' field cannot be less than the cost of storing a message on chain 1 < 2",
    ],
    ['rejected', "'GasFeeCap' less than 'GasPremium'"],
    ['rejected', 'oversized data: transaction size 131073, limit 131072'],
    ['rejected', 'tx fee (2.00 ether) exceeds the configured cap (1.00 ether)'],
    ['refused', 'internal error'],
    ['refused', 'txpool is full'],
  ];
  it.each(said)('is %s for “%s”', (answer, text) => {
    expect(broadcastAnswer(new Error(text))).toBe(answer);
  });
});
