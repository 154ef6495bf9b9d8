import { deploy } from '../deploy/deploy.mjs';
import { localAccounts } from './accounts.mjs';
import { LOCAL_CHAIN_ID, rpc } from './anvil.mjs';

/**
 * Puts the contracts on a local chain, or finds them there, and writes their addresses to a file.
 * Meanwhile each transaction gets its block at once; afterwards there is one every `blockSeconds`.
 */
export async function deployContracts({ rpcUrl, profile, deploymentFile, blockSeconds }) {
  await rpc(rpcUrl, 'evm_setAutomine', [true]);
  try {
    return await deploy({
      rpcUrl,
      profile,
      chainId: LOCAL_CHAIN_ID,
      deploymentFile,
      portal: localAccounts.portal.address,
      verifier: localAccounts.verifier.address,
    });
  } finally {
    if (blockSeconds > 0) await rpc(rpcUrl, 'evm_setIntervalMining', [blockSeconds]);
  }
}
