#!/usr/bin/env node
/**
 * Deploys the contracts and writes where they are.
 *
 *   DEPLOYER_PRIVATE_KEY=0x… node scripts/deploy.mjs --rpc URL --chain 314159 --profile production \
 *     --admin 0x… --portal 0x… --verifier 0x… [--out FILE] [--redeploy] [--genesis-timestamp N] \
 *     [--no-verify-sources]
 */
import { parseArgs } from 'node:util';
import { deploy } from './deploy/deploy.mjs';
import { settingsFor } from './deploy/settings.mjs';
import { verifySources } from './deploy/verify-sources.mjs';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    rpc: { type: 'string', default: 'http://127.0.0.1:8545' },
    chain: { type: 'string', default: '31337' },
    profile: { type: 'string', default: 'dev' },
    out: { type: 'string' },
    admin: { type: 'string' },
    portal: { type: 'string' },
    verifier: { type: 'string' },
    'genesis-timestamp': { type: 'string' },
    redeploy: { type: 'boolean', default: false },
    'verify-sources': { type: 'boolean' },
  },
});

try {
  const genesis = values['genesis-timestamp'];
  const deployment = await deploy({
    rpcUrl: values.rpc,
    chainId: Number(values.chain),
    profile: values.profile,
    deploymentFile: values.out,
    privateKey: process.env.DEPLOYER_PRIVATE_KEY,
    admin: values.admin,
    portal: values.portal,
    verifier: values.verifier,
    genesisTimestamp: genesis === undefined ? undefined : Number(genesis),
    redeploy: values.redeploy,
    log: (line) => console.error(line),
  });
  console.log(JSON.stringify(deployment, null, 2));
  const hasExplorer = settingsFor(deployment.chainId, deployment.profile).filecoin;
  if (values['verify-sources'] ?? hasExplorer) {
    const failed = await verifySources(deployment, { log: (line) => console.error(line) });
    if (failed.length > 0) {
      console.error('deployed; for the sources run scripts/verify-sources.mjs again');
      process.exitCode = 1;
    }
  }
} catch (error) {
  console.error(`deployment failed: ${error.shortMessage ?? error.message}`);
  process.exitCode = 1;
}
