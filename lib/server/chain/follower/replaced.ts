import type { Logger } from 'pino';
import { db } from '@/lib/server/db';
import type { ChainCursor } from '@/lib/server/db/generated/client';
import { unpublished } from './rebuild';

export const CHAIN_REPLACED = 'CHAIN_REPLACED';
const SENTENCE = 'The local chain was started afresh; what was on the old one is gone.';
const failed = { status: 'FAILED', errorCode: CHAIN_REPLACED, error: SENTENCE } as const;

/**
 * A local chain was started afresh: nothing that the rows say about the old one is true any more.
 * Nodes, slots, periods and events go, deals that were on it fail, and no nonce is taken.
 */
export async function forgetChain(cursor: ChainCursor, log: Logger): Promise<void> {
  log.warn({ genesis: cursor.genesisHash }, 'the chain was replaced: forgetting the old one');
  await db().$transaction(
    async (tx) => {
      await tx.chainCursor.deleteMany({ where: { chainId: cursor.chainId } });
      await tx.chainEvent.deleteMany();
      await tx.chainBlock.deleteMany();
      await tx.node.deleteMany();
      await tx.slot.deleteMany();
      await tx.period.deleteMany();
      await tx.deal.updateMany({
        where: { status: { in: ['PUBLISHED', 'PENDING', 'ACTIVE', 'CLOSING'] } },
        data: { ...unpublished, status: 'FAILED', failureCode: CHAIN_REPLACED, failure: SENTENCE },
      });
      // Ended deals stay ended, but their addresses may be given out again.
      await tx.deal.updateMany({
        where: { address: { not: null } },
        data: { ...unpublished, status: undefined },
      });
      // Mined ones too: what they did is undone, so the nodes have to ask for it again.
      await tx.relayRequest.updateMany({ where: { status: { not: 'FAILED' } }, data: failed });
      await tx.transaction.updateMany({
        where: { status: { in: ['QUEUED', 'SIGNED', 'SENT', 'MINED'] } },
        data: failed,
      });
      await tx.transaction.updateMany({ data: { nonce: null } });
    },
    { timeout: 120_000 },
  );
}
