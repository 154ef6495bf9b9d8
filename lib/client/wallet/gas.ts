import type { Hex } from 'viem';
import type { Config } from 'wagmi';
import { getPublicClient } from 'wagmi/actions';
import type { ContractCall } from './transaction-types';

/** Of the estimate; the portal's own sender offers as much. */
const GAS_PERCENT = 130n;

/**
 * The gas to offer. What a call costs depends on the time: a period that ends between the estimate and
 * the block makes a payment write more, and a wallet that offers exactly the estimate runs out.
 */
export async function gasFor(config: Config, call: ContractCall, account: Hex): Promise<bigint> {
  const client = getPublicClient(config);
  if (!client) throw new Error('The wallet kit knows no chain.');
  const estimate = await client.estimateContractGas({ ...call, account } as never);
  return (estimate * GAS_PERCENT) / 100n;
}
