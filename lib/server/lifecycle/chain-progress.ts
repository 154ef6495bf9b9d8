import { periodOf } from '@/lib/core/protocol/clock';
import { db, type Tx } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { profile } from './profile';

/** How far the rows mirror the chain. */
export interface ChainProgress {
  blockNumber: bigint;
  /** Unix seconds of the newest block whose events are in the rows; it is final. */
  timestamp: bigint;
  period: bigint;
}

/**
 * Where the chain follower is. Decisions that depend on rows use this clock, so that no event
 * before it can be missing. Null before the first block.
 */
export async function chainProgress(tx: Tx = db()): Promise<ChainProgress | null> {
  const cursor = await tx.chainCursor.findUnique({ where: { chainId: serverEnv().chainId } });
  const block =
    cursor && (await tx.chainBlock.findUnique({ where: { number: cursor.blockNumber } }));
  if (!block) return null;
  return {
    blockNumber: block.number,
    timestamp: block.timestamp,
    period: periodOf(Number(block.timestamp), profile().periodSeconds),
  };
}
