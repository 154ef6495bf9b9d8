import { AppError } from '@/lib/core/errors';
import type { Hex } from '@/lib/core/protocol/primitives';
import type { ChainContext } from '../context';
import { type Header, headerAt } from './source';

/** The newest block before the deployment: reading begins after it. */
export async function startHeader(context: ChainContext): Promise<Header> {
  const { deployedAtBlock } = context.deployment;
  const before = deployedAtBlock > 0n ? deployedAtBlock - 1n : 0n;
  for (let number = before; number >= 0n; number -= 1n) {
    const header = await headerAt(context.client, number);
    if (header) return header;
  }
  throw new AppError('CHAIN_MOVED', 'The chain has no block before the deployment.');
}

/**
 * Hash of block 0 of the chain as it is now. Public chains are taken at the deployment file's
 * word, because their nodes may not keep old blocks and they are never replaced.
 */
export async function genesisHash(context: ChainContext): Promise<Hex> {
  if (!context.traits.local) return context.deployment.genesisHash;
  const genesis = await context.client.getBlock({ blockNumber: 0n });
  return genesis.hash;
}
