import type { Logger } from 'pino';
import { db } from '@/lib/server/db';
import type { ChainCursor } from '@/lib/server/db/generated/client';
import { finalisedBlock } from '../clock';
import type { ChainContext } from '../context';
import type { ChainEventItem } from '../projection';
import { readBlocks } from './read';
import { rollBack } from './reorg';
import { forgetChain } from './replaced';
import { type Header, headerAt } from './source';
import { genesisHash, startHeader } from './start';
import { commitBlocks, createCursor } from './store';

/** Events that one database transaction takes at most, unless a single block has more. */
const EVENTS_PER_COMMIT = 500;

/**
 * One look at the chain: takes over the next final blocks, or repairs what the chain has taken
 * back.
 *
 * @returns true when there may be more to do at once
 */
export async function followStep(context: ChainContext, log: Logger): Promise<boolean> {
  const genesis = await genesisHash(context);
  if (genesis !== context.deployment.genesisHash) {
    log.info('the deployment file belongs to another chain: waiting for the new deployment');
    return false;
  }
  const cursor = await cursorOf(context);
  if (cursor && cursor.genesisHash !== genesis) {
    await forgetChain(cursor, log);
    return true;
  }
  if (!cursor) {
    await createCursor(context, genesis, await startHeader(context));
    return true;
  }
  const final = await finalisedBlock(context);
  if (!(await isStillThere(context, cursor))) {
    await rollBack(context, cursor, log);
    return true;
  }
  if (final.number <= cursor.blockNumber) return false;
  await takeOver(context, cursor, final.number, log);
  return true;
}

export function cursorOf(context: ChainContext): Promise<ChainCursor | null> {
  return db().chainCursor.findUnique({ where: { chainId: context.traits.chain.id } });
}

/** A block that a public node does not know is one that it has not reached: that is no reorg. */
async function isStillThere(context: ChainContext, cursor: ChainCursor): Promise<boolean> {
  const header = await headerAt(context.client, cursor.blockNumber);
  if (!header) return !context.traits.local;
  return header.hash === cursor.blockHash;
}

async function takeOver(
  context: ChainContext,
  cursor: ChainCursor,
  until: bigint,
  log: Logger,
): Promise<void> {
  const after = { number: cursor.blockNumber, hash: cursor.blockHash as Header['hash'] };
  const { headers, events } = await readBlocks(context, after, until, knownDeals);
  let at = cursor;
  for (const part of parts(headers, events)) {
    await commitBlocks(context, at, part.headers, part.events);
    const last = part.headers.at(-1);
    if (last) at = { ...at, blockNumber: last.number, blockHash: last.hash };
  }
  if (events.length > 0) {
    log.debug({ until: at.blockNumber, events: events.length }, 'blocks taken over');
  }
}

/** Cuts a range between blocks so that no part has too many events. */
export function parts(
  headers: readonly Header[],
  events: readonly ChainEventItem[],
): { headers: Header[]; events: ChainEventItem[] }[] {
  const byBlock = new Map<bigint, ChainEventItem[]>();
  for (const event of events) {
    byBlock.set(event.blockNumber, [...(byBlock.get(event.blockNumber) ?? []), event]);
  }
  const result: { headers: Header[]; events: ChainEventItem[] }[] = [];
  let open: (typeof result)[number] | undefined;
  for (const header of headers) {
    const own = byBlock.get(header.number) ?? [];
    if (!open || open.events.length + own.length > EVENTS_PER_COMMIT) {
      open = { headers: [], events: [] };
      result.push(open);
    }
    open.headers.push(header);
    open.events.push(...own);
  }
  return result;
}

/** Every deal that the factory has announced, also those of other portals. */
async function knownDeals(): Promise<Set<string>> {
  const rows = await db().chainEvent.findMany({
    where: { name: 'DealPublished' },
    select: { args: true },
  });
  return new Set(rows.map((row) => String((row.args as { deal: string }).deal)));
}
