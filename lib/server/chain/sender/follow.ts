import { type TransactionReceipt, TransactionReceiptNotFoundError } from 'viem';
import { db, toBig } from '@/lib/server/db';
import type { Transaction } from '@/lib/server/db/generated/client';
import { isUnreachable } from '../rpc-errors';
import { type Attempt, readAttempts } from './attempts';
import { broadcast, giveUp, replace } from './broadcast';
import { currentFees } from './fees';
import type { Head } from './head';
import {
  failTransaction,
  markFinal,
  markMined,
  markVanished,
  refusedFor,
  requeue,
} from './outcome';
import type { SenderContext } from './signer';
import { hopeless } from './trouble';

/** A stuck transaction is replaced so many times at most; 1.25^16 is 35 times the first fee. */
const MAX_ATTEMPTS = 17;
/** Blocks that must have passed it by before a transaction counts as stuck. */
const STUCK_BLOCKS = 2n;

/** Brings every transaction that has a nonce up to date with the chain. */
export async function followInFlight(context: SenderContext, head: Head): Promise<void> {
  const rows = await db().transaction.findMany({
    where: {
      signer: context.signer.name,
      OR: [
        { status: { in: ['SIGNED', 'SENT', 'MINED'] } },
        // A local chain that lost its newest blocks forgets even what was final.
        { status: { in: ['FINALISED', 'FAILED'] }, nonce: { gte: head.nonce } },
      ],
    },
    orderBy: { nonce: 'asc' },
  });
  for (const row of rows) {
    if (row.nonce === null) continue;
    try {
      if (row.nonce < head.nonce) await followUsedNonce(context, row, head);
      else await followOpenNonce(context, { ...row, nonce: row.nonce }, head);
    } catch (error) {
      if (isUnreachable(error)) throw error;
      // One odd row must not keep the others from being followed.
      context.log.error({ id: row.id, nonce: row.nonce, err: error }, 'cannot follow this one now');
    }
  }
}

/** The nonce was used: by one of our attempts, or by somebody else with the same key. */
async function followUsedNonce(
  context: SenderContext,
  row: Transaction,
  head: Head,
): Promise<void> {
  const attempts = readAttempts(row.attempts);
  const receipt = await receiptOf(context, attempts);
  if (!receipt) return followForeign(context, row, head);
  context.memory.foreignSince.delete(row.id);
  context.memory.refusals.delete(row.id);
  const moved = row.status !== 'MINED' || row.blockHash !== receipt.blockHash;
  const mined = attempts.find(({ hash }) => hash === receipt.transactionHash);
  if (moved) await markMined(context, row, receipt, mined?.refusal);
  if (receipt.blockNumber > head.finalised) return;
  const fresh = moved ? await db().transaction.findUniqueOrThrow({ where: { id: row.id } }) : row;
  await markFinal(fresh);
}

/**
 * Receipts may come late, so it takes a final block and a while without any receipt to
 * conclude that the nonce is lost.
 */
async function followForeign(context: SenderContext, row: Transaction, head: Head): Promise<void> {
  if (row.nonce === null || row.nonce >= head.finalisedNonce) return;
  const { foreignSince } = context.memory;
  const since = foreignSince.get(row.id) ?? Date.now();
  foreignSince.set(row.id, since);
  if (Date.now() - since < context.traits.receiptPatienceMs) return;
  context.log.warn({ id: row.id, nonce: row.nonce }, 'nonce was used by another transaction');
  foreignSince.delete(row.id);
  const refusal = readAttempts(row.attempts).at(-1)?.refusal;
  if (refusal === undefined) await requeue(row);
  else await failTransaction(row, refusedFor(refusal), ['SIGNED', 'SENT', 'MINED']);
}

async function followOpenNonce(
  context: SenderContext,
  row: Transaction & { nonce: number },
  head: Head,
): Promise<void> {
  const attempts = readAttempts(row.attempts);
  const last = attempts.at(-1);
  if (!last) return;
  if (row.status === 'MINED' || row.status === 'FINALISED' || row.status === 'FAILED') {
    // A lagging node behind a load balancer looks like this too; only local chains lose final blocks.
    if (row.status !== 'MINED' && !context.traits.local) return;
    if (await receiptOf(context, attempts)) return;
    context.log.warn({ id: row.id, nonce: row.nonce }, 'mined transaction vanished');
    await markVanished(row);
    await broadcast(context, row, last);
    return;
  }
  const signable = { ...row, value: toBig(row.value) };
  const refusal = hopeless(context, row, last);
  if (refusal !== undefined) {
    const now = await currentFees(context.client);
    await giveUp(context, signable, attempts, { now, block: head.block, refusal });
  } else if (isStuck(context, row, attempts, last, head)) {
    const fees = await currentFees(context.client);
    await replace(context, signable, attempts, fees, head.block);
  } else if (isDue(context, row)) {
    await broadcast(context, row, last); // a restarted node has forgotten its message pool
  }
}

function isStuck(
  context: SenderContext,
  row: { id: string; nonce: number },
  attempts: readonly Attempt[],
  last: Attempt,
  head: Head,
): boolean {
  return (
    row.nonce === head.nonce &&
    // What the node says of this fee comes first: one that it refuses, or finds too dear for our
    // account, is not made better by a higher one.
    context.memory.broadcastAt.has(row.id) &&
    !context.memory.refusals.has(row.id) &&
    attempts.length < MAX_ATTEMPTS &&
    Date.now() - last.at > context.traits.stuckMs &&
    head.block - last.block >= STUCK_BLOCKS
  );
}

function isDue(context: SenderContext, row: { id: string }): boolean {
  const before = context.memory.broadcastAt.get(row.id) ?? 0;
  return Date.now() - before > context.traits.rebroadcastMs;
}

/** Receipt of whichever attempt was mined, newest first. */
async function receiptOf(
  context: SenderContext,
  attempts: readonly Attempt[],
): Promise<TransactionReceipt | undefined> {
  for (const { hash } of attempts.toReversed()) {
    try {
      return await context.client.getTransactionReceipt({ hash });
    } catch (error) {
      if (!(error instanceof TransactionReceiptNotFoundError)) throw error;
    }
  }
  return undefined;
}
