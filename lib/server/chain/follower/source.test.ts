import fc from 'fast-check';
import { createPublicClient, custom, type Hex, numberToHex, pad } from 'viem';
import { describe, expect, it } from 'vitest';
import { readHeaders, readLogs } from './source';

/** A chain behind a fake transport; `present` says which epochs have a block. */
function fakeChain(present: (epoch: number) => boolean, length: number) {
  const hashOf = (epoch: number) => pad(numberToHex(epoch + 1));
  const parentOf = (epoch: number) => {
    let below = epoch - 1;
    while (below > 0 && !present(below)) below -= 1;
    return hashOf(below);
  };
  const logQueries: [number, number][] = [];
  const request = async ({ method, params }: { method: string; params?: unknown }) => {
    const [first] = params as [Hex & { fromBlock: Hex; toBlock: Hex }];
    if (method === 'eth_getBlockByNumber') {
      const epoch = Number(first);
      if (epoch >= length) return null;
      if (!present(epoch)) {
        const message = `requested epoch was a null round (${epoch})`;
        throw Object.assign(new Error(message), { code: 12, details: message });
      }
      const number = numberToHex(epoch);
      return { number, hash: hashOf(epoch), parentHash: parentOf(epoch), timestamp: number };
    }
    const from = Number(first.fromBlock);
    const to = Number(first.toBlock);
    logQueries.push([from, to]);
    if (to - from >= 10) throw new Error('block range exceeds maximum, too many results');
    return Array.from({ length: to - from + 1 }, (_, i) => ({
      address: pad('0x01', { size: 20 }),
      blockNumber: numberToHex(from + i),
      blockHash: hashOf(from + i),
      logIndex: '0x0',
      transactionHash: hashOf(from + i),
      transactionIndex: '0x0',
      topics: [],
      data: '0x',
      removed: false,
    }));
  };
  const client = createPublicClient({ transport: custom({ request }, { retryCount: 0 }) });
  return { client, hashOf, logQueries };
}

describe('readHeaders', () => {
  it('follows parents over epochs without a block', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), async (epochs) => {
        const present = (epoch: number) => epoch === 0 || (epochs[epoch - 1] ?? false);
        const { client, hashOf } = fakeChain(present, epochs.length + 1);
        const headers = await readHeaders(client, 1n, BigInt(epochs.length), hashOf(0));
        const expected = epochs.flatMap((there, i) => (there ? [BigInt(i + 1)] : []));
        expect(headers.map((header) => header.number)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('notices that the chain is not the one it came from', async () => {
    const { client } = fakeChain(() => true, 10);
    await expect(readHeaders(client, 3n, 5n, pad('0xff'))).rejects.toMatchObject({
      code: 'CHAIN_MOVED',
    });
  });
});

describe('readLogs', () => {
  it('asks for halves until the node answers, and keeps the order', async () => {
    const { client, logQueries } = fakeChain(() => true, 100);
    const logs = await readLogs(client, 0n, 39n);
    expect(logs.map((log) => Number(log.blockNumber))).toEqual([...Array(40).keys()]);
    expect(logQueries.length).toBeGreaterThan(4);
  });

  it.each([
    'too many results, maximum supported is 10000, try paginating requests with From and To',
    'invalid epoch range: to block is too far from from block (maximum: 2880)',
    'block range exceeds maximum of 2880',
    'query timeout exceeded',
  ])('asks for less when a Filecoin node says “%s”', async (answer) => {
    const asked: number[] = [];
    const request = async ({ params }: { params?: unknown }) => {
      const [{ fromBlock, toBlock }] = params as [{ fromBlock: Hex; toBlock: Hex }];
      const blocks = Number(toBlock) - Number(fromBlock) + 1;
      asked.push(blocks);
      if (blocks > 1) throw Object.assign(new Error(answer), { code: -32000 });
      return [];
    };
    const client = createPublicClient({ transport: custom({ request }, { retryCount: 0 }) });
    expect(await readLogs(client, 0n, 3n)).toEqual([]);
    expect(asked).toEqual([4, 2, 1, 1, 2, 1, 1]);
  });

  it('does not split for another reason', async () => {
    const request = async () => {
      throw new Error('method not found');
    };
    const client = createPublicClient({ transport: custom({ request }, { retryCount: 0 }) });
    await expect(readLogs(client, 0n, 5n)).rejects.toThrow(/method not found/);
  });
});
