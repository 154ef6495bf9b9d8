import { formatEther } from 'viem';
import { db } from '@/lib/server/db';
import { UNFUNDED } from '../outbox';
import type { Attempt } from './attempts';
import type { Refusal, SenderContext } from './signer';

/** Rows that can still be waiting for money. */
const WAITING = ['QUEUED', 'SIGNED', 'SENT'] as const;

/** What is told of a signer's empty account, on every row that waits for it. */
export async function noteFunds(
  context: SenderContext,
  row: { id: string },
  lack: { needed?: bigint } | null,
): Promise<void> {
  const where = { id: row.id, status: { in: [...WAITING] } };
  if (lack === null) {
    const data = { errorCode: null, error: null };
    await db().transaction.updateMany({ where: { ...where, errorCode: UNFUNDED }, data });
    return;
  }
  const { address } = context.signer.account;
  const has = await context.client.getBalance({ address });
  const need = lack.needed === undefined ? '' : ` of the ${formatEther(lack.needed)} FIL needed`;
  const error = `The ${context.signer.name}’s account ${address} holds ${formatEther(has)} FIL${need}: send it some, and it goes on by itself.`;
  const { count } = await db().transaction.updateMany({
    where: { ...where, OR: [{ error: null }, { error: { not: error } }] },
    data: { errorCode: UNFUNDED, error },
  });
  if (count > 0) context.log.error({ id: row.id, address }, 'the signer has too little money');
}

/** Remembers what the node has against a signed transaction, and tells of it once. */
export async function noteRefusal(
  context: SenderContext,
  row: { id: string },
  { answer, text }: Omit<Refusal, 'since'>,
): Promise<void> {
  const { refusals } = context.memory;
  const before = refusals.get(row.id);
  const isSame = before?.answer === answer;
  refusals.set(row.id, { answer, text, since: isSame ? before.since : Date.now() });
  if (answer === 'no-funds') await noteFunds(context, row, {});
  else if (!isSame) context.log.warn({ id: row.id, answer, text }, 'broadcast refused');
}

/**
 * What makes a transaction hopeless, or undefined while it may still be taken: at once where the
 * node names a fault of what was signed, else once it has refused for as long as receipts may be
 * late. What a node has taken before may still be mined, so that is given the same time.
 */
export function hopeless(
  context: SenderContext,
  row: { id: string; status: string },
  last: Attempt,
): string | undefined {
  const refusal = context.memory.refusals.get(row.id);
  if (!refusal || last.refusal !== undefined) return undefined;
  if (refusal.answer === 'rejected' && row.status === 'SIGNED') return refusal.text;
  if (refusal.answer !== 'rejected' && refusal.answer !== 'refused') return undefined;
  const patience = context.traits.receiptPatienceMs;
  return Date.now() - refusal.since >= patience ? refusal.text : undefined;
}
