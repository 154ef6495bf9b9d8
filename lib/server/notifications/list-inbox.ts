import type { InboxItemsJson, InboxItemsQuery } from '@/lib/core/protocol/inbox';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';

/** A page of a recipient's inbox, newest first, with what is unread. Nothing is acknowledged by it. */
export async function listInbox(
  recipient: Address,
  { before, limit }: InboxItemsQuery,
): Promise<InboxItemsJson> {
  const owner = recipient.toLowerCase();
  const [counter, rows] = await Promise.all([
    db().inboxCounter.findUnique({ where: { recipient: owner } }),
    db().inboxEvent.findMany({
      where: { recipient: owner, ...(before === undefined ? {} : { seq: { lt: before } }) },
      orderBy: { seq: 'desc' },
      take: limit,
    }),
  ]);
  return {
    items: rows.map(({ seq, type, payload, createdAt }) => ({
      seq: `${seq}`,
      type,
      payload,
      createdAt: createdAt.toISOString(),
    })),
    last: `${counter?.lastSeq ?? 0n}`,
    acknowledged: `${counter?.ackedSeq ?? 0n}`,
  };
}
