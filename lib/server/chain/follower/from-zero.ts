import { db, type Tx } from '@/lib/server/db';
import type { ChainCursor } from '@/lib/server/db/generated/client';
import { finalisedBlock } from '../clock';
import type { ChainContext } from '../context';
import type { ChainEventItem } from '../projection';
import { readBlocks } from './read';
import { rebuild, type Scope } from './rebuild';
import type { Header } from './source';
import { startHeader } from './start';
import { eventRow, KEPT_BLOCKS, moveCursor } from './store';

const TIMEOUT_MS = 30 * 60_000;
const ROWS_PER_INSERT = 1000;

/**
 * Reads everything since the deployment again and makes all rows of the chain anew, in one
 * database transaction: nobody sees half of it. What the verifier counted stays.
 */
export async function rebuildFromZero(context: ChainContext, cursor: ChainCursor): Promise<void> {
  const start = await startHeader(context);
  const final = await finalisedBlock(context);
  const deals = new Set<string>();
  const events: ChainEventItem[] = [];
  let headers: Header[] = [start];
  let last: Header = start;
  while (last.number < final.number) {
    const read = await readBlocks(context, last, final.number, async () => deals);
    events.push(...read.events);
    const oldest = final.number - KEPT_BLOCKS;
    headers = [...headers, ...read.headers].filter((header) => header.number >= oldest);
    last = read.headers.at(-1) ?? last;
  }
  await db().$transaction(
    async (tx) => {
      await moveCursor(tx, cursor, last);
      await tx.chainEvent.deleteMany();
      await tx.chainBlock.deleteMany();
      await tx.chainBlock.createMany({ data: headers.length > 0 ? headers : [last] });
      for (let i = 0; i < events.length; i += ROWS_PER_INSERT) {
        const part = events.slice(i, i + ROWS_PER_INSERT);
        await tx.chainEvent.createMany({ data: part.map(eventRow) });
      }
      await rebuild(context, tx, await everything(tx, events), events, last, true);
    },
    { timeout: TIMEOUT_MS },
  );
}

/** All rows that mirror the chain, also those that no event supports any more. */
async function everything(tx: Tx, events: readonly ChainEventItem[]): Promise<Scope> {
  const nodes = await tx.node.findMany({ select: { operator: true } });
  const deals = await tx.deal.findMany({
    where: { address: { not: null } },
    select: { address: true },
  });
  const periods = await tx.period.findMany({ select: { index: true } });
  const posted = events.flatMap((event) =>
    event.args.period === undefined ? [] : [String(event.args.period)],
  );
  return {
    nodes: new Set(nodes.map((row) => row.operator)),
    deals: new Set(deals.map((row) => String(row.address))),
    periods: new Set([...periods.map((row) => String(row.index)), ...posted]),
  };
}
