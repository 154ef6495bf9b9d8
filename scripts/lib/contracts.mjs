import { deploy } from '../deploy/deploy.mjs';
import { localAccounts } from './accounts.mjs';
import { LOCAL_CHAIN_ID } from './anvil.mjs';

/** Puts the contracts on a local chain, or finds them there, and writes their addresses to a file. */
export function deployContracts({ rpcUrl, profile, deploymentFile }) {
  return deploy({
    rpcUrl,
    profile,
    chainId: LOCAL_CHAIN_ID,
    deploymentFile,
    portal: localAccounts.portal.address,
    verifier: localAccounts.verifier.address,
  });
}
