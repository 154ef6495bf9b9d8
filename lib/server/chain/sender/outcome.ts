import type { TransactionReceipt } from 'viem';
import type { Revert } from '@/lib/core/chain';
import { db } from '@/lib/server/db';
import type { Transaction, TransactionStatus } from '@/lib/server/db/generated/client';
import { REFUSED } from '../outbox';
import {
  applyRelayOutcomes,
  relayOutcomes,
  relaysBackOnTheirWay,
  releaseRelays,
} from '../relay/outcome';
import { revertIn } from '../rpc-errors';
import type { SenderContext } from './signer';

/** Ends a transaction that was never sent, with the reason. */
export async function failTransaction(
  row: Pick<Transaction, 'id' | 'kind'>,
  revert: Revert,
  from: TransactionStatus[],
): Promise<void> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.transaction.updateMany({
      where: { id: row.id, status: { in: from } },
      data: { status: 'FAILED', errorCode: revert.code, error: revert.message },
    });
    if (count > 0) await releaseRelays(tx, row.id, revert);
  });
}

/** Why a row failed whose nonce an empty transfer took, in words. */
export function refusedFor(refusal: string): Revert {
  const message = `The node refuses it for good (${refusal}); an empty transfer took its nonce.`;
  return { code: REFUSED, message, args: {} };
}

/**
 * Records where a transaction was mined; a revert becomes FAILED only once it is final.
 *
 * @param refusal set if what was mined is the empty transfer in place of a refused call
 */
export async function markMined(
  context: SenderContext,
  row: Transaction,
  receipt: TransactionReceipt,
  refusal?: string,
): Promise<void> {
  const reverted = receipt.status === 'reverted' && refusal === undefined;
  const failed = reverted ? await whyReverted(context, row, receipt) : null;
  const revert = refusal === undefined ? failed : refusedFor(refusal);
  const outcomes = revert ? [] : await relayOutcomes(context, row.id, receipt);
  await db().$transaction(async (tx) => {
    const { count } = await tx.transaction.updateMany({
      where: { id: row.id, nonce: row.nonce, status: { in: ['SIGNED', 'SENT', 'MINED'] } },
      data: {
        status: 'MINED',
        hash: receipt.transactionHash,
        blockNumber: receipt.blockNumber,
        blockHash: receipt.blockHash,
        gasUsed: receipt.gasUsed,
        errorCode: revert?.code ?? null,
        error: revert?.message ?? null,
      },
    });
    if (count === 0) return;
    if (revert) await releaseRelays(tx, row.id, revert);
    else await applyRelayOutcomes(tx, outcomes);
  });
}

/** The block of a mined transaction is final: nothing about it changes any more. */
export async function markFinal(row: Transaction): Promise<void> {
  await db().transaction.updateMany({
    where: { id: row.id, status: 'MINED', blockHash: row.blockHash },
    data: { status: row.errorCode ? 'FAILED' : 'FINALISED', finalisedAt: new Date() },
  });
}

/** A reorg took the block away; the same bytes go out again. */
export async function markVanished(row: Transaction): Promise<void> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.transaction.updateMany({
      where: { id: row.id, status: row.status, nonce: row.nonce },
      data: {
        status: 'SENT',
        blockNumber: null,
        blockHash: null,
        gasUsed: null,
        errorCode: null,
        error: null,
        finalisedAt: null,
      },
    });
    if (count > 0) await relaysBackOnTheirWay(tx, row.id);
  });
}

/** Its nonce went to something that is not ours: none of its bytes can be mined any more. */
export async function requeue(row: Transaction): Promise<void> {
  await db().transaction.updateMany({
    where: { id: row.id, status: { in: ['SIGNED', 'SENT', 'MINED'] }, nonce: row.nonce },
    data: {
      status: 'QUEUED',
      nonce: null,
      hash: null,
      attempts: [],
      sentAt: null,
      blockNumber: null,
      blockHash: null,
      gasUsed: null,
      errorCode: null,
      error: null,
    },
  });
}

/** Receipts carry no reason, so the call is simulated again on the state before its block. */
async function whyReverted(
  context: SenderContext,
  row: Transaction,
  receipt: TransactionReceipt,
): Promise<Revert> {
  const call = {
    account: context.signer.account.address,
    to: row.to as `0x${string}`,
    data: row.data as `0x${string}`,
    value: BigInt(row.value.toFixed()),
  };
  for (const blockNumber of [receipt.blockNumber - 1n, receipt.blockNumber]) {
    try {
      await context.client.call({ ...call, blockNumber });
    } catch (error) {
      const revert = revertIn(error);
      if (revert) return revert;
      // The state of that block may be gone or the epoch empty: the next one may still tell.
      context.log.debug({ id: row.id, err: error }, 'cannot simulate at the block of the revert');
    }
  }
  return {
    code: 'REVERTED',
    message: 'It failed on chain, though it succeeds in a simulation: out of gas, or too late.',
    args: {},
  };
}
