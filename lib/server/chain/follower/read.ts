import type { ChainContext } from '../context';
import type { ChainEventItem } from '../projection';
import { decodeLogs, enrich } from './decode';
import { type Header, readHeaders, readLogs } from './source';

export interface ReadBlocks {
  /** In order; the first one's parent is the block that was asked to continue from. */
  headers: Header[];
  events: ChainEventItem[];
}

/**
 * Reads the next blocks after `after`, at most one range and not beyond `until`, with their events.
 * `knownDeals` is asked only when there are logs; deals published in these blocks are added to it.
 */
export async function readBlocks(
  context: ChainContext,
  after: Pick<Header, 'number' | 'hash'>,
  until: bigint,
  knownDeals: () => Promise<Set<string>>,
): Promise<ReadBlocks> {
  const { client, traits } = context;
  const from = after.number + 1n;
  let to = after.number + traits.logRange < until ? after.number + traits.logRange : until;
  let headers = await readHeaders(client, from, to, after.hash);
  while (headers.length === 0 && to < until) {
    // Nothing but empty epochs: the next block with something in it carries on.
    to = to + traits.logRange < until ? to + traits.logRange : until;
    headers = await readHeaders(client, from, to, after.hash);
  }
  const logs = await readLogs(client, from, to);
  if (logs.length === 0) return { headers, events: [] };
  const events = decodeLogs(context, logs, headers, await knownDeals());
  await enrich(context, events, headers);
  return { headers, events };
}
