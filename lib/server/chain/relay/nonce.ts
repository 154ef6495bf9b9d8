import { forwarderAbi } from '@/lib/core/chain';
import type { Address } from '@/lib/core/protocol/primitives';
import { db, type Tx, toBig } from '@/lib/server/db';
import { type ChainContext, chainContext } from '../context';

/** The forwarder's nonce of `from` at the newest block. */
export function forwarderNonce(context: ChainContext, from: Address): Promise<bigint> {
  return context.client.readContract({
    address: context.deployment.contracts.forwarder,
    abi: forwarderAbi,
    functionName: 'nonces',
    args: [from],
  });
}

/** The nonce after everything of `from` that is queued or on its way; null if nothing is. */
export async function nonceAfterQueue(from: Address, tx: Tx): Promise<bigint | null> {
  const newest = await tx.relayRequest.findFirst({
    where: { from, status: { in: ['QUEUED', 'SENT'] } },
    orderBy: { nonce: 'desc' },
    select: { nonce: true },
  });
  return newest && toBig(newest.nonce) + 1n;
}

/**
 * The nonce that `from` has to sign next: the forwarder's, or the one after everything that is
 * queued or on its way. Lost requests free theirs again.
 */
export async function nextForwardNonce(
  from: Address,
  tx: Tx = db(),
  context: ChainContext = chainContext(),
): Promise<bigint> {
  // Rows first: what is mined in between then counts twice at most, never zero times.
  const afterQueue = (await nonceAfterQueue(from, tx)) ?? 0n;
  const onChain = await forwarderNonce(context, from);
  return afterQueue > onChain ? afterQueue : onChain;
}
