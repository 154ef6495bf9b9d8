import type { z } from 'zod';
import type { dealsQuery } from '@/lib/core/protocol/deals';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { badCursor, decodeCursor, encodeCursor } from '@/lib/server/http';
import { dealSummaryJson } from './summary';

/** Rows after a cursor in the order newest first, ids breaking ties. */
function after(cursor: string | undefined) {
  if (cursor === undefined) return {};
  const [created = '', id = ''] = decodeCursor(cursor, 2);
  const createdAt = new Date(created);
  if (Number.isNaN(createdAt.getTime())) throw badCursor();
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

/** A wallet's deals, newest first. */
export async function listDeals(client: Address, query: z.output<typeof dealsQuery>) {
  const rows = await db().deal.findMany({
    where: { client, status: query.state, ...after(query.cursor) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
    include: { upload: true },
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const nextCursor =
    rows.length > page.length && last
      ? encodeCursor([last.createdAt.toISOString(), last.id])
      : null;
  return { deals: page.map(dealSummaryJson), nextCursor };
}
