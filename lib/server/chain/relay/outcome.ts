import { type Log, parseEventLogs, type TransactionReceipt } from 'viem';
import { forwarderAbi, type Revert } from '@/lib/core/chain';
import type { Address } from '@/lib/core/protocol/primitives';
import { db, type Tx, toBig } from '@/lib/server/db';
import type { RelayRequest } from '@/lib/server/db/generated/client';
import type { ChainContext } from '../context';
import { forwarderNonce } from './nonce';
import { simulateForwarded } from './simulate';
import { storedRequest } from './stored';

/** Marks a request that made a whole batch fail, or may have: it is sent by itself next. */
export const ALONE = 'RELAY_ALONE';

/** What became of one request of a mined batch. */
export interface RelayOutcome {
  id: string;
  error?: { code: string; message: string };
}

/** Reads the forwarder's events: one per request that it took, none for those that it skipped. */
export async function relayOutcomes(
  context: ChainContext,
  transactionId: string,
  receipt: TransactionReceipt,
): Promise<RelayOutcome[]> {
  const rows = await db().relayRequest.findMany({ where: { transactionId } });
  if (rows.length === 0) return [];
  const executed = executions(context, receipt.logs);
  const outcomes: RelayOutcome[] = [];
  for (const row of rows) {
    const success = executed.get(`${row.from}:${toBig(row.nonce)}`);
    if (success === true) outcomes.push({ id: row.id });
    else if (success === false) outcomes.push(await reverted(context, row, receipt.blockNumber));
    else outcomes.push(await skipped(context, row));
  }
  return outcomes;
}

function executions(context: ChainContext, logs: Log[]): Map<string, boolean> {
  const { forwarder } = context.deployment.contracts;
  const own = logs.filter((log) => log.address.toLowerCase() === forwarder);
  const events = parseEventLogs({
    abi: forwarderAbi,
    eventName: 'ExecutedForwardRequest',
    logs: own,
  });
  return new Map(
    events.map(({ args }) => [`${args.signer.toLowerCase()}:${args.nonce}`, args.success]),
  );
}

async function reverted(
  context: ChainContext,
  row: RelayRequest,
  block: bigint,
): Promise<RelayOutcome> {
  const request = storedRequest(row);
  for (const blockNumber of [block - 1n, block]) {
    // The state of that block may be gone, or its epoch empty: then the next one may tell.
    const revert = await simulateForwarded(context, request, { blockNumber }).catch(
      () => undefined,
    );
    if (revert) return { id: row.id, error: { code: revert.code, message: revert.message } };
  }
  return {
    id: row.id,
    error: {
      code: 'RELAY_REVERTED',
      message: 'The call failed on chain for a reason that passed.',
    },
  };
}

async function skipped(context: ChainContext, row: RelayRequest): Promise<RelayOutcome> {
  const used = (await forwarderNonce(context, row.from as Address)) > toBig(row.nonce);
  return {
    id: row.id,
    error: used
      ? { code: 'RELAY_NONCE_USED', message: 'Another call took the nonce of this request.' }
      : {
          code: 'RELAY_SKIPPED',
          message: 'The forwarder did not take the request; sign it again.',
        },
  };
}

export async function applyRelayOutcomes(tx: Tx, outcomes: readonly RelayOutcome[]): Promise<void> {
  for (const { id, error } of outcomes) {
    await tx.relayRequest.update({
      where: { id },
      data: {
        status: error ? 'FAILED' : 'MINED',
        errorCode: error?.code ?? null,
        error: error?.message ?? null,
      },
    });
  }
}

/** A reorg took the batch's block away; the batch itself goes out again. */
export async function relaysBackOnTheirWay(tx: Tx, transactionId: string): Promise<void> {
  await tx.relayRequest.updateMany({
    where: { transactionId },
    data: { status: 'SENT', errorCode: null, error: null },
  });
}

/**
 * A batch was refused as a whole, which the forwarder does for too little gas only: each request
 * gets another chance by itself, and fails when that fails too.
 */
export async function releaseRelays(tx: Tx, transactionId: string, revert: Revert): Promise<void> {
  const rows = await tx.relayRequest.findMany({ where: { transactionId, status: 'SENT' } });
  if (rows.length === 1) {
    await tx.relayRequest.updateMany({
      where: { transactionId, status: 'SENT' },
      data: { status: 'FAILED', errorCode: revert.code, error: revert.message },
    });
    return;
  }
  await tx.relayRequest.updateMany({
    where: { transactionId, status: 'SENT' },
    data: { status: 'QUEUED', transactionId: null, errorCode: ALONE },
  });
}
