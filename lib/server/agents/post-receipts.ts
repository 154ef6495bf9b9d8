import { z } from 'zod';
import { type PostReceipts, postReceipt, refusedReceipt } from '@/lib/core/protocol';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';

const stored = z.array(z.union([postReceipt, refusedReceipt]));

/** The verifier's answers to what a node handed in for a period: receipts, and refusals of them. */
export async function receiptsOf(operator: Address, period: bigint): Promise<PostReceipts> {
  const rows = await db().postSubmission.findMany({
    where: { operator, period },
    select: { receipts: true },
    orderBy: { receivedAt: 'asc' },
  });
  const given = rows.flatMap(({ receipts }) => (receipts === null ? [] : [stored.parse(receipts)]));
  const answers = given.flat();
  return {
    waiting: rows.length - given.length,
    receipts: answers.flatMap((answer) => ('signature' in answer ? [answer] : [])),
    refused: answers.flatMap((answer) => ('reason' in answer ? [answer] : [])),
  };
}
