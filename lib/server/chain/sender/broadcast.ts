import { keccak256 } from 'viem';
import { db } from '@/lib/server/db';
import { broadcastAnswer, saidBy } from '../rpc-errors';
import { type Attempt, writeAttempts } from './attempts';
import { type Fees, replacementFees } from './fees';
import type { SenderContext } from './signer';

/** What signing needs of a row. */
export interface Signable {
  id: string;
  to: string;
  data: string;
  value: bigint;
  nonce: number;
}

/** Signs without sending; the caller stores the result first. */
export async function signAttempt(
  context: SenderContext,
  row: Signable,
  fees: Fees,
  gas: bigint,
  block: bigint,
): Promise<Attempt> {
  const raw = await context.signer.account.signTransaction({
    type: 'eip1559',
    chainId: context.traits.chain.id,
    to: row.to as `0x${string}`,
    data: row.data as `0x${string}`,
    value: row.value,
    nonce: row.nonce,
    gas,
    ...fees,
  });
  return { hash: keccak256(raw), raw, gas, block, at: Date.now(), ...fees };
}

/**
 * Gives a stored transaction to the node; safe to repeat, since the nonce is part of it.
 *
 * @returns false when the node would not have it, so that it must be tried again
 */
export async function broadcast(
  context: SenderContext,
  row: { id: string },
  attempt: Attempt,
): Promise<boolean> {
  const { client, memory, log } = context;
  memory.broadcastAt.set(row.id, Date.now());
  try {
    await client.sendRawTransaction({ serializedTransaction: attempt.raw });
  } catch (error) {
    const answer = broadcastAnswer(error);
    if (answer === 'refused') {
      log.warn({ id: row.id, hash: attempt.hash, answer: saidBy(error) }, 'broadcast refused');
      return false;
    }
    log.debug({ id: row.id, hash: attempt.hash, answer }, 'broadcast needless');
  }
  await db().transaction.updateMany({
    where: { id: row.id, status: 'SIGNED' },
    data: { status: 'SENT', sentAt: new Date() },
  });
  return true;
}

/** Signs the same call for the same nonce with higher fees, stores it, then sends it. */
export async function replace(
  context: SenderContext,
  row: Signable,
  attempts: readonly Attempt[],
  now: Fees,
  block: bigint,
): Promise<void> {
  const last = attempts.at(-1);
  if (!last) return;
  const next = await signAttempt(context, row, replacementFees(last, now), last.gas, block);
  const stored = await db().transaction.updateMany({
    where: { id: row.id, status: { in: ['SIGNED', 'SENT'] }, hash: last.hash },
    data: { hash: next.hash, attempts: writeAttempts([...attempts, next]) },
  });
  if (stored.count === 0) return; // another leader was faster
  context.log.info({ id: row.id, nonce: row.nonce, hash: next.hash }, 'replaced with a higher fee');
  await broadcast(context, row, next);
}
