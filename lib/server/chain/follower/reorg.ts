import type { Logger } from 'pino';
import { db } from '@/lib/server/db';
import type { ChainCursor } from '@/lib/server/db/generated/client';
import type { ChainContext } from '../context';
import { rebuildFromZero } from './from-zero';
import { emptyScope, rebuild, storedEvents, widen } from './rebuild';
import { type Header, headerAt } from './source';
import { moveCursor } from './store';

const TIMEOUT_MS = 10 * 60_000;
const PAGE = 100;

/**
 * The chain no longer has the block at the cursor: goes back to the newest block that both sides
 * know, forgets the events after it and makes the rows they touched anew. Where no block is shared
 * any more, everything is read from the deployment on again.
 */
export async function rollBack(
  context: ChainContext,
  cursor: ChainCursor,
  log: Logger,
): Promise<void> {
  const fork = await findFork(context, cursor);
  if (!fork) {
    log.warn({ cursor: cursor.blockNumber }, 'no block is shared with the chain: reading it anew');
    return rebuildFromZero(context, cursor);
  }
  log.warn({ cursor: cursor.blockNumber, fork: fork.number }, 'reorg: rolling back');
  await db().$transaction(
    async (tx) => {
      await moveCursor(tx, cursor, fork);
      const after = { gt: fork.number };
      const scope = emptyScope();
      const gone = await tx.chainEvent.findMany({ where: { blockNumber: after } });
      for (const event of gone) {
        widen(context, scope, {
          address: event.address as `0x${string}`,
          args: event.args as Parameters<typeof widen>[2]['args'],
        });
      }
      await tx.chainEvent.deleteMany({ where: { blockNumber: after } });
      await tx.chainBlock.deleteMany({ where: { number: after } });
      const events = await storedEvents(context, tx, scope);
      await rebuild(context, tx, scope, events, fork, false);
    },
    { timeout: TIMEOUT_MS },
  );
}

/** Newest stored block that the chain still has. */
async function findFork(context: ChainContext, cursor: ChainCursor): Promise<Header | undefined> {
  for (let below = cursor.blockNumber; ; ) {
    const blocks = await db().chainBlock.findMany({
      where: { number: { lt: below } },
      orderBy: { number: 'desc' },
      take: PAGE,
    });
    for (const block of blocks) {
      const header = await headerAt(context.client, block.number);
      if (header?.hash === block.hash) return header;
    }
    const lowest = blocks.at(-1);
    if (!lowest) return undefined;
    below = lowest.number;
  }
}
