import {
  type ForwardRequestJson,
  forwarderDomain,
  forwardRequestTypes,
  type Hex,
  type Network,
  type SignedForwardJson,
} from '@/lib/core/protocol';
import type { Operator } from './operator';

/** A request that waits longer than this is worthless. */
export const FORWARD_SECONDS = 3600;
const GAS_MARGIN_PERCENT = 140n;

/** Gas that a forward request states, by the estimate of its call. */
export const forwardGas = (estimate: bigint) => (estimate * GAS_MARGIN_PERCENT) / 100n;

/** Signs a call that the forwarder makes in the operator's name. */
export async function signForward(
  operator: Pick<Operator, 'address' | 'signTypedData'>,
  network: Network,
  call: { to: Hex; data: Hex; nonce: bigint; gas: bigint },
): Promise<SignedForwardJson> {
  const { to, data, nonce, gas } = call;
  const deadline = Math.floor(Date.now() / 1000) + FORWARD_SECONDS;
  const from = operator.address;
  const signature = await operator.signTypedData({
    domain: forwarderDomain(network.chainId, network.contracts.forwarder),
    types: forwardRequestTypes,
    primaryType: 'ForwardRequest',
    message: { from, to, value: 0n, gas, nonce, deadline, data },
  });
  const request: ForwardRequestJson = {
    ...{ from, to, value: '0', gas: gas.toString() },
    ...{ nonce: nonce.toString(), deadline, data },
  };
  return { request, signature };
}
