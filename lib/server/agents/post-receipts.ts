import { z } from 'zod';
import { type PostReceipts, postReceipt } from '@/lib/core/protocol';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';

const stored = z.array(postReceipt);

/** The verifier's receipts for what a node handed in for a period, as far as they are signed. */
export async function receiptsOf(operator: Address, period: bigint): Promise<PostReceipts> {
  const rows = await db().postSubmission.findMany({
    where: { operator, period },
    select: { receipts: true },
    orderBy: { receivedAt: 'asc' },
  });
  const given = rows.flatMap(({ receipts }) => (receipts === null ? [] : [stored.parse(receipts)]));
  return { waiting: rows.length - given.length, receipts: given.flat() };
}
