import { z } from 'zod';
import { contracts } from '../protocol/network';
import { hash } from '../protocol/primitives';

/** Stands for the hash of a block 0 that a public node would not serve. */
const UNKNOWN_GENESIS = `0x${'0'.repeat(64)}` as const;

/**
 * `deployments/<chainId>.json`, written by the deployment script: where the contracts are.
 * Fields that only deployers need (roles, code hashes) stand beside these and are ignored.
 */
export const deploymentSchema = z
  .object({
    chainId: z.int().positive(),
    /** Hash of block 0; tells a local chain that was started afresh from the one before. */
    genesisHash: hash.nullable().transform((value) => value ?? UNKNOWN_GENESIS),
    /** First block that can hold an event of ours. */
    deployedAtBlock: z.coerce.bigint().min(0n),
    addresses: contracts,
  })
  .transform(({ addresses, ...rest }) => ({ ...rest, contracts: addresses }));

/** Addresses are lower-case. */
export type Deployment = z.output<typeof deploymentSchema>;

/** Names of the fixed contracts of a deployment. */
export type ContractName = keyof Deployment['contracts'];
