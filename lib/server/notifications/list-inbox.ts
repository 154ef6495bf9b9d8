import { z } from 'zod';
import type { InboxItemsJson, InboxItemsQuery } from '@/lib/core/protocol/inbox';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';

function dealOf(payload: unknown): string {
  const about = z.object({ dealId: z.uuid() }).safeParse(payload);
  return about.success ? about.data.dealId : '';
}

/** Names of a client's own files by deal; of other people's deals nothing is told. */
async function fileNames(client: string, deals: string[]): Promise<Map<string, string>> {
  const rows = await db().deal.findMany({
    where: { client, id: { in: deals.filter(Boolean) } },
    select: { id: true, upload: { select: { filename: true } } },
  });
  return new Map(rows.map(({ id, upload }) => [id, upload.filename]));
}

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
  const files = await fileNames(
    owner,
    rows.map(({ payload }) => dealOf(payload)),
  );
  return {
    items: rows.map(({ seq, type, payload, createdAt }) => ({
      seq: `${seq}`,
      type,
      payload,
      createdAt: createdAt.toISOString(),
      file: files.get(dealOf(payload)),
    })),
    last: `${counter?.lastSeq ?? 0n}`,
    acknowledged: `${counter?.ackedSeq ?? 0n}`,
  };
}
