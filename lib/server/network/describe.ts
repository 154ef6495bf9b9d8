import type { NetworkJson } from '@/lib/core/protocol/network';
import { chainTraits, deployment } from '@/lib/server/chain';
import { serverEnv } from '@/lib/server/env';
import { profile } from '@/lib/server/lifecycle';

/** What an agent or a browser needs to know to join this network. */
export function networkJson(): NetworkJson {
  const { chainId, publicRpcUrl, version } = serverEnv();
  const { contracts, genesisHash, deployedAtBlock } = deployment();
  const { name, periodSeconds, simulatedClock } = profile();
  return {
    chainId,
    chainName: chainTraits(chainId).chain.name,
    rpcUrl: publicRpcUrl,
    contracts,
    profile: name,
    periodSeconds,
    simulatedClock,
    genesisHash,
    deployedAtBlock: Number(deployedAtBlock),
    version,
  };
}
