import { AppError } from '@/lib/core/errors';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import type { SignedForward } from '@/lib/core/protocol/relay';
import type { Tx } from '@/lib/server/db';
import { type ChainContext, chainContext } from '../context';

/**
 * Takes a node's signed call into the relay queue after checking everything about it.
 *
 * @throws AppError `RELAY_*`
 */
export async function createRelay(
  _tx: Tx,
  _signed: SignedForward,
  _context: ChainContext = chainContext(),
): Promise<{ relayId: string }> {
  throw new AppError('INTERNAL', 'The relay is not ready.');
}

/** Next nonce that `from` has to sign, counting what is queued or on its way. */
export async function nextForwardNonce(
  _tx: Tx,
  _from: Address,
  _context: ChainContext = chainContext(),
): Promise<bigint> {
  throw new AppError('INTERNAL', 'The relay is not ready.');
}

export interface RelayStatusView {
  /** Whose request it is, lower-case; callers must compare it with who asks. */
  from: Address;
  status: 'queued' | 'sent' | 'mined' | 'failed';
  txHash?: Hex;
  error?: { code: string; message: string };
}

/** @throws AppError `NOT_FOUND` */
export async function relayStatus(_id: string): Promise<RelayStatusView> {
  throw new AppError('INTERNAL', 'The relay is not ready.');
}
