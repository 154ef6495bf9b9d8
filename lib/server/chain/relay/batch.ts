import { randomUUID } from 'node:crypto';
import { BaseError } from 'viem';
import { executeBatchCall } from '@/lib/core/chain';
import type { Address } from '@/lib/core/protocol/primitives';
import { db, toBig } from '@/lib/server/db';
import type { RelayRequest } from '@/lib/server/db/generated/client';
import { queueTransaction } from '../outbox';
import { isUnreachable, saidBy } from '../rpc-errors';
import type { SenderContext } from '../sender/signer';
import { forwarderNonce } from './nonce';
import { ALONE } from './outcome';
import { simulateForwarded } from './simulate';
import { storedRequest } from './stored';

export const MAX_BATCH = 20;
/** Seconds that a request must still live when its batch is put together. */
const MIN_SECONDS_LEFT = 15n;
const MAX_ROWS = 500;

/** Groups what waits into outbox transactions of the relayer. */
export async function queueBatches(context: SenderContext): Promise<void> {
  const rows = await db().relayRequest.findMany({
    where: { status: 'QUEUED' },
    orderBy: [{ createdAt: 'asc' }, { nonce: 'asc' }],
    take: MAX_ROWS,
  });
  if (rows.length === 0) return;
  const busy = await signersOnTheirWay();
  const runs: RelayRequest[][] = [];
  for (const [from, requests] of bySigner(rows)) {
    if (!busy.has(from)) runs.push(await sendable(context, from, requests));
  }
  for (const batch of pack(runs, context.traits.relayGasCap * 4n)) await queueBatch(context, batch);
}

/**
 * A node has one batch on its way at most: the next one is built when it is known what became of
 * the nonces before.
 */
async function signersOnTheirWay(): Promise<Set<string>> {
  const sent = await db().relayRequest.findMany({
    where: { status: 'SENT' },
    distinct: ['from'],
    select: { from: true },
  });
  return new Set(sent.map((row) => row.from));
}

function bySigner(rows: readonly RelayRequest[]): Map<Address, RelayRequest[]> {
  const groups = new Map<Address, RelayRequest[]>();
  for (const row of rows) {
    const from = row.from as Address;
    groups.set(from, [...(groups.get(from) ?? []), row]);
  }
  return groups;
}

/**
 * The requests that can go now, in nonce order without a gap. What can never go is failed here,
 * also everything signed with nonces after it: so one lost request cannot block a node for ever.
 */
async function sendable(
  context: SenderContext,
  from: Address,
  requests: readonly RelayRequest[],
): Promise<RelayRequest[]> {
  const sorted = requests.toSorted((a, b) => a.nonce.comparedTo(b.nonce));
  const run: RelayRequest[] = [];
  let expected: bigint | undefined;
  for (const request of sorted) {
    let problem: Problem | undefined;
    try {
      expected ??= await forwarderNonce(context, from);
      problem = await problemOf(context, request, expected, run.length === 0);
    } catch (error) {
      problem = notJudged(context, request, error);
      if (!problem) return []; // only this node waits: what it signed after it needs it
    }
    if (problem || expected === undefined) {
      await db().relayRequest.updateMany({
        where: { id: request.id, status: 'QUEUED' },
        data: { status: 'FAILED', errorCode: problem?.code, error: problem?.message },
      });
      continue;
    }
    context.memory.unclearSince.delete(request.id);
    expected += 1n;
    run.push(request);
  }
  return run[0]?.errorCode === ALONE ? run.slice(0, 1) : run.slice(0, MAX_BATCH);
}

/** Why a request can never go. */
interface Problem {
  code: string;
  message: string;
}

/**
 * The node's answer to a question about one request is neither yes nor a revert: it is asked again
 * next round, until it has said so for as long as receipts may be late.
 *
 * @throws the error when the node did not answer at all: that concerns everything
 */
function notJudged(
  context: SenderContext,
  request: RelayRequest,
  error: unknown,
): Problem | undefined {
  if (!(error instanceof BaseError) || isUnreachable(error)) throw error;
  const { unclearSince } = context.memory;
  const since = unclearSince.get(request.id);
  const answer = saidBy(error);
  if (since === undefined) {
    unclearSince.set(request.id, Date.now());
    context.log.warn({ id: request.id, answer }, 'a relay request cannot be simulated');
    return undefined;
  }
  if (Date.now() - since < context.traits.receiptPatienceMs) return undefined;
  unclearSince.delete(request.id);
  return {
    code: 'RELAY_UNCLEAR',
    message: `The chain’s node cannot say what the call would do: ${answer}`,
  };
}

async function problemOf(
  context: SenderContext,
  request: RelayRequest,
  expected: bigint,
  isFirst: boolean,
): Promise<Problem | undefined> {
  const nonce = toBig(request.nonce);
  if (nonce < expected) {
    return {
      code: 'RELAY_NONCE_USED',
      message: `Nonce ${nonce} is used; the next is ${expected}.`,
    };
  }
  if (nonce > expected) {
    return {
      code: 'RELAY_NONCE_LOST',
      message: `The request with nonce ${expected} was lost; sign this one again.`,
    };
  }
  const now = BigInt(Math.floor(Date.now() / 1000));
  if (request.deadline < now + MIN_SECONDS_LEFT) {
    return { code: 'RELAY_EXPIRED', message: 'The request expired before it could be sent.' };
  }
  if (!isFirst) return undefined; // it may depend on the one before it in the same batch
  return simulateForwarded(context, storedRequest(request));
}

/** Puts runs of several nodes together; no batch exceeds the count or the gas. */
export function pack<T extends Pick<RelayRequest, 'gas' | 'errorCode'>>(
  runs: readonly T[][],
  gasCap: bigint,
): T[][] {
  const batches: T[][] = [];
  let open: T[] = [];
  let gas = 0n;
  const close = () => {
    if (open.length > 0) batches.push(open);
    open = [];
    gas = 0n;
  };
  for (const run of runs) {
    const isAlone = run[0]?.errorCode === ALONE;
    if (isAlone) close();
    for (const request of run) {
      // Requests of one node stay in order, because later batches get later nonces.
      if (open.length === MAX_BATCH || gas + request.gas > gasCap) close();
      open.push(request);
      gas += request.gas;
    }
    if (isAlone) close();
  }
  close();
  return batches;
}

async function queueBatch(context: SenderContext, batch: readonly RelayRequest[]): Promise<void> {
  const items = batch.map(storedRequest);
  await db().$transaction(async (tx) => {
    const { id } = await queueTransaction(tx, {
      idempotencyKey: `relay:${randomUUID()}`,
      signer: 'relayer',
      kind: 'relay-batch',
      to: context.deployment.contracts.forwarder,
      // A refund receiver that is not zero makes the forwarder skip bad requests.
      data: executeBatchCall(items, context.signer.account.address),
    });
    const { count } = await tx.relayRequest.updateMany({
      where: { id: { in: batch.map((row) => row.id) }, status: 'QUEUED' },
      data: { status: 'SENT', transactionId: id, errorCode: null, error: null },
    });
    if (count !== batch.length) throw new Error('a request was taken by another leader');
  });
}
