import type { BlockTag } from 'viem';
import { forwardedCallData, type Revert } from '@/lib/core/chain';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import type { ChainContext } from '../context';
import { revertIn } from '../rpc-errors';

export interface SimulatedRequest {
  from: Address;
  to: Address;
  gas: bigint;
  data: Hex;
}

/** Block whose state is used. */
export type At = { blockTag: BlockTag } | { blockNumber: bigint };

/**
 * Runs the inner call as the forwarder would: from the forwarder, with the signer appended. So
 * the target's own reason is seen, which `execute` would hide.
 *
 * @returns the revert, or undefined when the call succeeds
 */
export async function simulateForwarded(
  context: ChainContext,
  request: SimulatedRequest,
  at: At = { blockTag: 'pending' },
): Promise<Revert | undefined> {
  try {
    await context.client.call({
      account: context.deployment.contracts.forwarder,
      to: request.to,
      data: forwardedCallData(request),
      gas: request.gas,
      ...at,
    });
    return undefined;
  } catch (error) {
    const revert = revertIn(error);
    if (revert) return revert;
    throw error;
  }
}
