import { keccak256 } from 'viem';
import { db } from '@/lib/server/db';
import { broadcastAnswer, isUnreachable, saidBy } from '../rpc-errors';
import { type Attempt, writeAttempts } from './attempts';
import { type Fees, replacementFees } from './fees';
import type { SenderContext } from './signer';
import { noteFunds, noteRefusal } from './trouble';

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
    if (isUnreachable(error)) {
      log.warn({ id: row.id, hash: attempt.hash, err: error }, 'the node does not answer');
      return false;
    }
    const answer = broadcastAnswer(error);
    if (answer !== 'known' && answer !== 'nonce-used' && answer !== 'underpriced') {
      await noteRefusal(context, row, { answer, text: saidBy(error) });
      return false;
    }
    log.debug({ id: row.id, hash: attempt.hash, answer }, 'broadcast needless');
  }
  if (memory.refusals.delete(row.id)) await noteFunds(context, row, null);
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
  const { refusal } = last;
  const call = refusal === undefined ? row : emptyTransfer(context, row);
  const signed = await signAttempt(context, call, replacementFees(last, now), last.gas, block);
  const next = { ...signed, refusal };
  if (!(await storeAttempt(row, attempts, next))) return;
  context.log.info({ id: row.id, nonce: row.nonce, hash: next.hash }, 'replaced with a higher fee');
  await broadcast(context, row, next);
}

/**
 * Gives the nonce of a call that the node refuses for good to an empty transfer to ourselves, so
 * that what comes after it can be mined. Both stay stored under the one nonce: whichever is mined
 * decides, and nothing can happen twice.
 */
export async function giveUp(
  context: SenderContext,
  row: Signable,
  attempts: readonly Attempt[],
  terms: { now: Fees; block: bigint; refusal: string },
): Promise<void> {
  const last = attempts.at(-1);
  if (!last) return;
  const call = emptyTransfer(context, row);
  const { address } = context.signer.account;
  const gas = await context.client.estimateGas({ account: address, to: address, value: 0n });
  const fees = replacementFees(last, terms.now);
  const signed = await signAttempt(context, call, fees, gas, terms.block);
  const next = { ...signed, refusal: terms.refusal };
  if (!(await storeAttempt(row, attempts, next))) return;
  context.memory.refusals.delete(row.id);
  context.log.error(
    { id: row.id, nonce: row.nonce, answer: terms.refusal },
    'the node refuses it for good: an empty transfer takes its nonce',
  );
  await broadcast(context, row, next);
}

function emptyTransfer(context: SenderContext, row: Signable): Signable {
  return { ...row, to: context.signer.account.address, data: '0x', value: 0n };
}

/** False when another leader was faster. */
async function storeAttempt(
  row: Signable,
  attempts: readonly Attempt[],
  next: Attempt,
): Promise<boolean> {
  const stored = await db().transaction.updateMany({
    where: { id: row.id, status: { in: ['SIGNED', 'SENT'] }, hash: attempts.at(-1)?.hash },
    data: { hash: next.hash, attempts: writeAttempts([...attempts, next]) },
  });
  return stored.count > 0;
}
