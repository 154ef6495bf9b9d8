import { forwardRequestData } from '@/lib/core/chain';
import { AppError } from '@/lib/core/errors';
import type { SignedForward } from '@/lib/core/protocol/relay';
import { type Tx, toDecimal } from '@/lib/server/db';
import { type ChainContext, chainContext } from '../context';
import { OUTBOX_CHANNEL } from '../outbox';
import { checkRequest } from './check';
import { checkRelayLimits } from './limits';
import { forwarderNonce, nextForwardNonce } from './nonce';
import { simulateForwarded } from './simulate';

/**
 * Takes a node's signed call into the relay queue after checking everything about it. The
 * request's addresses must be lower-case, as the wire schema makes them.
 *
 * @throws AppError `RELAY_VALUE`, `RELAY_GAS`, `RELAY_EXPIRED`, `RELAY_SIGNATURE`, `RELAY_TARGET`,
 * `RELAY_FOREIGN_SLOT`, `RELAY_LIMIT`, `RELAY_NONCE` (with `expected`), `RELAY_REVERTED` (with the
 * contract's `error` by name and `revert`, the same in upper snake case)
 */
export async function createRelay(
  tx: Tx,
  signed: SignedForward,
  context: ChainContext = chainContext(),
): Promise<{ relayId: string }> {
  const { request, signature } = signed;
  const call = await checkRequest(tx, context, signed);
  // One at a time per node, so that two requests cannot take the same nonce.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`relay:${request.from}`}, 0))`;
  await checkRelayLimits(tx, request.from);
  const isFirst = await checkNonce(tx, context, signed);
  const revert = await simulateForwarded(context, forwardRequestData(request, signature));
  // What waits before it may be what makes it succeed; the batcher looks again when it is its turn.
  if (revert && isFirst) {
    const details = { revert: revert.code, error: revert.name ?? null };
    throw new AppError('RELAY_REVERTED', revert.message, { details });
  }
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

/** True when nothing of this node waits before the request. */
async function checkNonce(
  tx: Tx,
  context: ChainContext,
  { request }: SignedForward,
): Promise<boolean> {
  const expected = await nextForwardNonce(request.from, tx, context);
  if (request.nonce !== expected) {
    throw new AppError('RELAY_NONCE', `The next nonce is ${expected}, not ${request.nonce}.`, {
      details: { expected: expected.toString(), actual: request.nonce.toString() },
    });
  }
  return expected === (await forwarderNonce(context, request.from));
}
