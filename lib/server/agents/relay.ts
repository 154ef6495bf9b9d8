import { AppError } from '@/lib/core/errors';
import type { Address } from '@/lib/core/protocol/primitives';
import type { RelayStatus, SignedForward } from '@/lib/core/protocol/relay';
import { createRelay, nextForwardNonce, prepareRelay, relayStatus } from '@/lib/server/chain';
import { db } from '@/lib/server/db';

/**
 * Queues a node's own signed call.
 * @throws AppError `FORBIDDEN`, `RELAY_*`
 */
export async function relayFor(operator: Address, signed: SignedForward) {
  if (signed.request.from !== operator) {
    throw new AppError('FORBIDDEN', 'An agent relays its own calls only.');
  }
  const prepared = await prepareRelay(signed);
  return db().$transaction((tx) => createRelay(tx, prepared));
}

/** @throws AppError `NOT_FOUND`, also for somebody else's request */
export async function relayStatusFor(operator: Address, id: string): Promise<RelayStatus> {
  const { from, ...status } = await relayStatus(id);
  if (from === operator) return status;
  throw new AppError('NOT_FOUND', 'There is no such relay request.');
}

/** The nonce to sign next. */
export async function relayNonceFor(operator: Address): Promise<{ nonce: string }> {
  return { nonce: (await nextForwardNonce(operator)).toString() };
}
