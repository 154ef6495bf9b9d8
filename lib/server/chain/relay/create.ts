import { forwardRequestData, type RelayCall } from '@/lib/core/chain';
import { AppError } from '@/lib/core/errors';
import type { Address } from '@/lib/core/protocol/primitives';
import type { SignedForward } from '@/lib/core/protocol/relay';
import { db, type Tx, toDecimal } from '@/lib/server/db';
import { type ChainContext, chainContext } from '../context';
import { OUTBOX_CHANNEL } from '../outbox';
import { checkRequest } from './check';
import { assertDisputeNeeded } from './dispute-needed';
import { checkRelayLimits } from './limits';
import { forwarderNonce, nextForwardNonce, nonceAfterQueue } from './nonce';
import { simulateForwarded } from './simulate';

/** A signed call about which all was asked of the chain that there is to ask. */
export interface PreparedRelay {
  signed: SignedForward;
  call: RelayCall;
  /** Nonce that was next when it was looked at. */
  expected: bigint;
}

/**
 * Checks everything about a node's signed call that the chain has to say. Not part of a database
 * transaction: a node that does not answer must not hold connections. The request's addresses must
 * be lower-case, as the wire schema makes them.
 *
 * @throws AppError `RELAY_VALUE`, `RELAY_GAS`, `RELAY_EXPIRED`, `RELAY_SIGNATURE`, `RELAY_TARGET`,
 * `RELAY_FOREIGN_SLOT`, `RELAY_DISPUTE_NEEDLESS`, `RELAY_NONCE` (with `expected`), `RELAY_REVERTED`
 * (with the contract's `error` by name and `revert`, the same in upper snake case)
 */
export async function prepareRelay(
  signed: SignedForward,
  context: ChainContext = chainContext(),
): Promise<PreparedRelay> {
  const { request, signature } = signed;
  const call = await checkRequest(db(), context, signed);
  await assertDisputeNeeded(db(), context, request.to, call);
  const expected = await nextForwardNonce(request.from, db(), context);
  assertNonce(signed, expected);
  const revert = await simulateForwarded(context, forwardRequestData(request, signature));
  // What waits before it may be what makes it succeed; the batcher looks again when it is its turn.
  if (revert && expected === (await forwarderNonce(context, request.from))) {
    const details = { revert: revert.code, error: revert.name ?? null };
    throw new AppError('RELAY_REVERTED', revert.message, { details });
  }
  return { signed, call, expected };
}

/** One at a time per node until the transaction ends, so that two requests cannot take one nonce. */
export async function lockRelays(tx: Tx, from: Address): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`relay:${from}`}, 0))`;
}

/**
 * Puts a prepared call into the relay queue.
 * @throws AppError `RELAY_LIMIT`, `RELAY_DISPUTE_LIMIT`, `RELAY_NONCE` when another request has taken
 * the nonce meanwhile
 */
export async function createRelay(
  tx: Tx,
  { signed, call, expected }: PreparedRelay,
  context: ChainContext = chainContext(),
): Promise<{ relayId: string }> {
  const { request, signature } = signed;
  await lockRelays(tx, request.from);
  await checkRelayLimits(tx, context, request, call);
  assertNonce(signed, (await nonceAfterQueue(request.from, tx)) ?? expected);
  const { id } = await tx.relayRequest.create({
    data: {
      from: request.from,
      to: request.to,
      data: request.data,
      gas: request.gas,
      nonce: toDecimal(request.nonce),
      deadline: BigInt(request.deadline),
      signature,
      selector: call.selector,
    },
    select: { id: true },
  });
  await tx.$executeRaw`SELECT pg_notify(${OUTBOX_CHANNEL}, 'relayer')`;
  return { relayId: id };
}

function assertNonce({ request }: SignedForward, expected: bigint): void {
  if (request.nonce === expected) return;
  throw new AppError('RELAY_NONCE', `The next nonce is ${expected}, not ${request.nonce}.`, {
    details: { expected: expected.toString(), actual: request.nonce.toString() },
  });
}
