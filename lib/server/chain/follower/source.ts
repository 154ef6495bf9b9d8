import {
  BlockNotFoundError,
  formatLog,
  type Hex,
  type Log,
  numberToHex,
  type PublicClient,
  type RpcLog,
} from 'viem';
import { eventTopics } from '@/lib/core/chain';
import { AppError } from '@/lib/core/errors';
import { isNullRound } from '../clock';
import { isUnreachable, saidBy } from '../rpc-errors';

/** What we keep of a block. */
export interface Header {
  number: bigint;
  hash: Hex;
  parentHash: Hex;
  timestamp: bigint;
}

const PARALLEL = 16;

/** A block's header; undefined for an epoch without a block and for a number beyond the newest. */
export async function headerAt(client: PublicClient, number: bigint): Promise<Header | undefined> {
  try {
    const { hash, parentHash, timestamp } = await client.getBlock({ blockNumber: number });
    return { number, hash, parentHash, timestamp };
  } catch (error) {
    if (error instanceof BlockNotFoundError || isNullRound(error)) return undefined;
    throw error;
  }
}

/**
 * The headers of a range in order, each one's parent being the one before it and the first one's
 * `parent`. Epochs without a block (Filecoin's null rounds) are simply not there.
 *
 * @throws AppError `CHAIN_MOVED` when the chain of hashes is broken: it changed while we read
 */
export async function readHeaders(
  client: PublicClient,
  from: bigint,
  to: bigint,
  parent: Hex,
): Promise<Header[]> {
  const found = new Map<bigint, Header>();
  let next = from;
  const reader = async () => {
    while (next <= to) {
      const number = next;
      next += 1n;
      const header = await headerAt(client, number);
      if (header) found.set(number, header);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, reader));
  const headers = [...found.values()].sort((a, b) => (a.number < b.number ? -1 : 1));
  let expected = parent;
  for (const header of headers) {
    if (header.parentHash !== expected) {
      throw new AppError('CHAIN_MOVED', `Block ${header.number} does not follow what was read.`);
    }
    expected = header.hash;
  }
  return headers;
}

/** A log that is part of a block. */
export type BlockLog = Log<bigint, number, false>;

// Nodes limit the blocks or the results of one eth_getLogs, each in its own words.
const TOO_MUCH = /too many|limit|exceed|range|10,?000|too large|response size|timeout|timed out/i;

/** All logs of ours in a range, in order; asks for halves where the node finds it too much. */
export async function readLogs(
  client: PublicClient,
  from: bigint,
  to: bigint,
): Promise<BlockLog[]> {
  try {
    const logs = (await client.request({
      method: 'eth_getLogs',
      params: [
        { fromBlock: numberToHex(from), toBlock: numberToHex(to), topics: [[...eventTopics]] },
      ],
    })) as RpcLog[];
    return logs.map((log) => formatLog(log) as BlockLog).sort(byPosition);
  } catch (error) {
    if (from >= to || isUnreachable(error) || !TOO_MUCH.test(saidBy(error))) throw error;
    const middle = (from + to) / 2n;
    const lower = await readLogs(client, from, middle);
    return [...lower, ...(await readLogs(client, middle + 1n, to))];
  }
}

function byPosition(a: BlockLog, b: BlockLog): number {
  if (a.blockNumber !== b.blockNumber) return a.blockNumber < b.blockNumber ? -1 : 1;
  return a.logIndex - b.logIndex;
}
