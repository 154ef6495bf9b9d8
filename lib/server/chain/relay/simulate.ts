import type { BlockTag } from 'viem';
import {
  type ForwardRequestData,
  forwardedCallData,
  forwarderAbi,
  type Revert,
} from '@/lib/core/chain';
import type { ChainContext } from '../context';
import { revertIn, saidBy } from '../rpc-errors';

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
  request: ForwardRequestData,
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
    // Filecoin nodes before mid 2026 let no contract be the sender of a simulation.
    if (/SysErrSenderInvalid|not from valid sender/i.test(saidBy(error))) {
      return simulateExecute(context, request, at);
    }
    const revert = revertIn(error);
    if (revert) return revert;
    throw error;
  }
}

/** The whole forwarder call; tells only whether it would go through. The nonce must be next. */
async function simulateExecute(
  context: ChainContext,
  request: ForwardRequestData,
  at: At,
): Promise<Revert | undefined> {
  try {
    await context.client.simulateContract({
      address: context.deployment.contracts.forwarder,
      abi: forwarderAbi,
      functionName: 'execute',
      args: [request],
      ...at,
    });
    return undefined;
  } catch (error) {
    const revert = revertIn(error);
    if (revert) return revert;
    throw error;
  }
}
