import { type Address, concatHex, encodeFunctionData, type Hex, hashTypedData } from 'viem';
import { type ForwardRequest, forwarderDomain, forwardRequestTypes } from '../protocol';
import { forwarderAbi } from './abi';

/** What the forwarder's functions take; its nonce is the contract's own and not part of it. */
export interface ForwardRequestData {
  from: Address;
  to: Address;
  value: bigint;
  gas: bigint;
  /** Unix seconds. */
  deadline: number;
  data: Hex;
  signature: Hex;
}

/** Everything that viem's `signTypedData` and `recoverTypedDataAddress` need. */
export function forwardRequestTypedData(
  chainId: number,
  forwarder: Address,
  request: ForwardRequest,
) {
  return {
    domain: forwarderDomain(chainId, forwarder),
    types: forwardRequestTypes,
    primaryType: 'ForwardRequest',
    message: request,
  } as const;
}

/** EIP-712 hash that the node signs. */
export function forwardRequestHash(
  chainId: number,
  forwarder: Address,
  request: ForwardRequest,
): Hex {
  return hashTypedData(forwardRequestTypedData(chainId, forwarder, request));
}

/** The shape that `execute`, `executeBatch` and `verify` take. */
export function forwardRequestData(
  request: Omit<ForwardRequest, 'nonce'>,
  signature: Hex,
): ForwardRequestData {
  const { from, to, value, gas, deadline, data } = request;
  return { from, to, value, gas, deadline, data, signature };
}

/** Call data as the target sees them: the forwarder appends the signer's address (ERC-2771). */
export function forwardedCallData(request: Pick<ForwardRequest, 'data' | 'from'>): Hex {
  return concatHex([request.data, request.from]);
}

/**
 * Call data of a batch that skips bad requests instead of reverting as a whole, which it does
 * only with a refund receiver that is not zero.
 */
export function executeBatchCall(
  requests: readonly ForwardRequestData[],
  refundReceiver: Address,
): Hex {
  return encodeFunctionData({
    abi: forwarderAbi,
    functionName: 'executeBatch',
    args: [requests, refundReceiver],
  });
}
