import type { PublicClient } from 'viem';
import type { Attempt } from './attempts';

export interface Fees {
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
}

/** Fees that should be mined soon: twice the base fee plus the node's proposed tip. */
export async function currentFees(client: PublicClient): Promise<Fees> {
  const [block, maxPriorityFeePerGas] = await Promise.all([
    client.getBlock({ blockTag: 'latest' }),
    client.estimateMaxPriorityFeePerGas(),
  ]);
  const base = block.baseFeePerGas ?? (await client.getGasPrice());
  return { maxFeePerGas: base * 2n + maxPriorityFeePerGas, maxPriorityFeePerGas };
}

/** Filecoin's message pool replaces a message only for a quarter more. */
const raised = (value: bigint) => (value * 5n + 3n) / 4n + 1n;

const larger = (a: bigint, b: bigint) => (a > b ? a : b);

/** Fees that replace `previous`: at least 25 % above both of its fees, or what is usual now. */
export function replacementFees(previous: Attempt, now: Fees): Fees {
  return {
    maxFeePerGas: larger(raised(previous.maxFeePerGas), now.maxFeePerGas),
    maxPriorityFeePerGas: larger(raised(previous.maxPriorityFeePerGas), now.maxPriorityFeePerGas),
  };
}
