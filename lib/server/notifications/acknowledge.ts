import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';

/** Marks everything up to a number as done; never moves back, nor beyond what was sent. */
export async function acknowledgeInbox(recipient: Address, upTo: bigint): Promise<void> {
  await db().$executeRaw`
    UPDATE "InboxCounter"
    SET "ackedSeq" = greatest("ackedSeq", least(${upTo}::bigint, "lastSeq"))
    WHERE "recipient" = ${recipient.toLowerCase()}`;
}

/**
 * After which number a follower continues: the one it names, else the newest acknowledged one. A
 * number that was never given (the portal's data was replaced) counts as none.
 */
export async function inboxStart(recipient: Address, named: bigint | null): Promise<bigint> {
  const counter = await db().inboxCounter.findUnique({
    where: { recipient: recipient.toLowerCase() },
  });
  if (named !== null && named <= (counter?.lastSeq ?? 0n)) return named;
  return counter?.ackedSeq ?? 0n;
}
