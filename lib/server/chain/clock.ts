import { BaseError, type Block, BlockNotFoundError, type PublicClient } from 'viem';
import { periodOf } from '@/lib/core/protocol/clock';
import { type ChainContext, chainContext } from './context';

export interface ChainClock {
  /** Newest block, not yet final. */
  blockNumber: bigint;
  /** Its time, Unix seconds. */
  timestamp: bigint;
  /** The period in which it lies. */
  period: bigint;
  finalisedBlock: bigint;
}

/** What time it is on the chain. */
export async function chainClock(context: ChainContext = chainContext()): Promise<ChainClock> {
  const [latest, final] = await Promise.all([
    context.client.getBlock({ blockTag: 'latest' }),
    finalisedBlock(context),
  ]);
  return {
    blockNumber: latest.number,
    timestamp: latest.timestamp,
    period: periodOf(Number(latest.timestamp), context.profile.periodSeconds),
    finalisedBlock: final.number,
  };
}

type NumberedBlock = Block<bigint, false, 'finalized' | 'latest'>;

/**
 * The newest block that counts as final: the node's `finalized` block, or the one
 * `finalityDepth` behind the newest where the node does not know the tag.
 */
export async function finalisedBlock(context: {
  client: PublicClient;
  traits: { finalityDepth: bigint };
}): Promise<NumberedBlock> {
  const { client, traits } = context;
  try {
    return (await client.getBlock({ blockTag: 'finalized' })) as NumberedBlock;
  } catch (error) {
    if (!isUnknownTag(error)) throw error;
  }
  const latest = await client.getBlockNumber();
  return existingBlock(client, latest > traits.finalityDepth ? latest - traits.finalityDepth : 0n);
}

/** The block at `number` or, where that epoch is empty (a null round), the next one below. */
async function existingBlock(client: PublicClient, number: bigint): Promise<NumberedBlock> {
  for (let at = number; ; at -= 1n) {
    try {
      return (await client.getBlock({ blockNumber: at })) as unknown as NumberedBlock;
    } catch (error) {
      if (at === 0n || !isNullRound(error)) throw error;
    }
  }
}

/** True for the answer of a node that has no `finalized` block tag. */
export function isUnknownTag(error: unknown): boolean {
  if (error instanceof BlockNotFoundError) return true;
  return /finalized|block tag|unknown block|not support|invalid block/i.test(answerOf(error));
}

/** True for a Filecoin node's answer about an epoch without any block. */
export function isNullRound(error: unknown): boolean {
  return /null round/i.test(answerOf(error));
}

/** What the node itself said; viem's whole message also quotes our request. */
function answerOf(error: unknown): string {
  if (error instanceof BaseError) return error.details;
  return error instanceof Error ? error.message : String(error);
}
