import { z } from 'zod';
import { contracts } from '../protocol/network';
import { hash } from '../protocol/primitives';

/**
 * `deployments/<chainId>.json`, written by the deployment script: where the contracts are.
 * Fields that only deployers need (roles, transactions) may stand beside these and are ignored.
 */
export const deploymentSchema = z.object({
  chainId: z.int().positive(),
  /** Hash of block 0; tells a local chain that was started afresh from the one before. */
  genesisHash: hash,
  /** First block that can hold an event of ours. */
  deployedAtBlock: z.coerce.bigint().min(0n),
  contracts,
});

/** Addresses are lower-case. */
export type Deployment = z.output<typeof deploymentSchema>;

/** Names of the fixed contracts of a deployment. */
export type ContractName = keyof Deployment['contracts'];
