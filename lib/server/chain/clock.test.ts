import { createPublicClient, custom, type Hex, numberToHex, pad } from 'viem';
import { describe, expect, it } from 'vitest';
import { finalisedBlock } from './clock';

/** A Filecoin node behind a fake transport. */
function fakeNode(options: { finalized?: number | string; latest: number; empty?: number[] }) {
  const block = (number: number) => ({
    number: numberToHex(number),
    hash: pad(numberToHex(number + 1)),
    parentHash: pad('0x0'),
    timestamp: numberToHex(number * 30),
    transactions: [],
  });
  const fail = (message: string) => {
    throw Object.assign(new Error(message), { code: -32000 });
  };
  const request = async ({ method, params }: { method: string; params?: unknown }) => {
    if (method === 'eth_blockNumber') return numberToHex(options.latest);
    const [at] = params as [Hex | 'finalized'];
    if (at === 'finalized') {
      return typeof options.finalized === 'number'
        ? block(options.finalized)
        : fail(options.finalized ?? 'unknown block');
    }
    const epoch = Number(at);
    if (options.empty?.includes(epoch)) fail(`requested epoch was a null round (${epoch})`);
    return block(epoch);
  };
  const client = createPublicClient({
    transport: custom({ request }, { retryCount: 0 }),
    cacheTime: 0,
  });
  return { client, traits: { finalityDepth: 900n } };
}

describe('finalisedBlock', () => {
  it('follows the node’s own finality where it has one, as with F3', async () => {
    expect((await finalisedBlock(fakeNode({ finalized: 9990, latest: 10_000 }))).number).toBe(
      9990n,
    );
  });

  it.each(['invalid block tag: finalized', 'finalized is not supported', 'unknown block'])(
    'falls back to 900 epochs where the node says “%s”',
    async (finalized) => {
      const node = fakeNode({ finalized, latest: 10_000 });
      expect((await finalisedBlock(node)).number).toBe(9100n);
    },
  );

  it('takes the block below where that epoch is empty', async () => {
    const node = fakeNode({ latest: 10_000, empty: [9100, 9099] });
    expect((await finalisedBlock(node)).number).toBe(9098n);
  });

  it('does not take an outage for a missing tag', async () => {
    const node = fakeNode({ finalized: 'upstream connect error', latest: 10_000 });
    await expect(finalisedBlock(node)).rejects.toThrow(/upstream/);
  });
});
