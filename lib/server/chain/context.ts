import type { PublicClient } from 'viem';
import type { Deployment } from '@/lib/core/chain/deployment';
import { type Profile, profiles } from '@/lib/core/protocol/profiles';
import { serverEnv } from '@/lib/server/env';
import { type ChainTraits, chainTraits, publicClient } from './clients';
import { deployment } from './deployment';

/** What everything in this folder works with; tests make their own. */
export interface ChainContext {
  client: PublicClient;
  deployment: Deployment;
  profile: Profile;
  traits: ChainTraits;
}

/** The context that the environment describes. */
export function chainContext(): ChainContext {
  const env = serverEnv();
  return {
    client: publicClient(),
    deployment: deployment(),
    profile: profiles[env.profile],
    traits: chainTraits(env.chainId),
  };
}
