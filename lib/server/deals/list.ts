import type { z } from 'zod';
import type { dealsQuery } from '@/lib/core/protocol/deals';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { badCursor, decodeCursor, encodeCursor } from '@/lib/server/http';
import { type DealWithUpload, dealSummaryJson } from './summary';

/** Rows after a cursor in the order newest first, ids breaking ties. */
function after(cursor: string | undefined) {
  if (cursor === undefined) return {};
  const [created = '', id = ''] = decodeCursor(cursor, 2);
  const createdAt = new Date(created);
  if (Number.isNaN(createdAt.getTime())) throw badCursor();
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

type ListedDeal = DealWithUpload & { _count: { segments: number } };

/** Ids of those deals whose every part is proved while they wait for their start. */
async function readyDeals(deals: readonly ListedDeal[]): Promise<Set<string>> {
  const pending = deals.filter(({ status }) => status === 'PENDING');
  const proved = await db().slot.groupBy({
    by: ['dealId'],
    where: { dealId: { in: pending.map(({ id }) => id) }, state: { in: ['PROVED', 'LIVE'] } },
    _count: true,
  });
  const counts = new Map(proved.map(({ dealId, _count }) => [dealId, _count]));
  const isReady = ({ id, n, _count }: ListedDeal) => {
    const slots = _count.segments * (n ?? 0);
    return slots > 0 && counts.get(id) === slots;
  };
  return new Set(pending.filter(isReady).map(({ id }) => id));
}

/** A wallet's deals, newest first. */
export async function listDeals(client: Address, query: z.output<typeof dealsQuery>) {
  const rows = await db().deal.findMany({
    where: { client, status: query.state, ...after(query.cursor) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
    include: { upload: true, _count: { select: { segments: true } } },
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const nextCursor =
    rows.length > page.length && last
      ? encodeCursor([last.createdAt.toISOString(), last.id])
      : null;
  const ready = await readyDeals(page);
  const deals = page.map((deal) => ({
    ...dealSummaryJson(deal),
    isReady: ready.has(deal.id) || undefined,
  }));
  return { deals, nextCursor };
}
