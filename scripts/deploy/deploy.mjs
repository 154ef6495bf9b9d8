import { getAddress } from 'viem';
import { loadArtifacts } from './artifacts.mjs';
import { createContracts } from './contracts.mjs';
import { createDeployer } from './deployer.mjs';
import { defaultRecordFile, openJournal, readRecord, writeJson } from './record.mjs';
import { arrangeRoles, checkRoles } from './roles.mjs';
import { settingsFor } from './settings.mjs';

/** Anvil's first account, of no value anywhere else. */
const ANVIL_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

/**
 * @typedef {object} DeployOptions
 * @property {string} rpcUrl
 * @property {31337 | 314159 | 314} [chainId] default 31337
 * @property {'test' | 'dev' | 'production'} profile
 * @property {string} [deploymentFile] record; default by chain
 * @property {`0x${string}`} [privateKey] deployer's key; optional on 31337 only
 * @property {string} [admin] holder of each role; optional on 31337 only, where it is the deployer
 * @property {string} [portal]
 * @property {string} [verifier]
 * @property {number} [genesisTimestamp] Unix seconds of epoch 0, for rehearsals of Filecoin
 * @property {boolean} [redeploy] replace a public deployment made from other code
 * @property {(line: string) => void} [log]
 *
 * @typedef {object} Deployment
 * @property {number} chainId
 * @property {string | null} genesisHash null where a public node does not serve its first block
 * @property {string} profile
 * @property {number} deployedAtBlock
 * @property {{ registry: string, factory: string, ledger: string, beacon: string, forwarder: string,
 *   implementation: string, extension: string, annex: string }} addresses
 * @property {{ admin: string, portal: string, verifier: string }} roles
 * @property {string} abiHash
 */

function rolesOf(options, chainId, deployerAddress) {
  const local = chainId === 31337;
  const roles = {};
  for (const name of ['admin', 'portal', 'verifier']) {
    const given = options[name] ?? (local ? deployerAddress : undefined);
    if (!given) throw new Error(`--${name} is needed on chain ${chainId}`);
    roles[name] = getAddress(given);
  }
  return roles;
}

async function genesisHashOf(deployer, chainId, log) {
  try {
    return (await deployer.client.getBlock({ blockNumber: 0n })).hash;
  } catch (error) {
    if (chainId === 31337) throw error;
    log(`the node does not serve block 0 (${error.shortMessage ?? error.message})`);
    return null;
  }
}

/** True when the record is of this chain, this code and these settings, and the code is there. */
async function isCurrent(record, expected, deployer) {
  if (!record) return false;
  const same = ['chainId', 'genesisHash', 'profile', 'abiHash', 'roles'].every(
    (key) => JSON.stringify(record[key]) === JSON.stringify(expected[key]),
  );
  if (!same) return false;
  const there = await Promise.all(Object.values(record.addresses).map(deployer.hasCode));
  return there.every(Boolean);
}

/**
 * Deploys the platform's contracts, or finds that they are there already: safe to run twice, and
 * after an interruption it goes on where it stopped.
 *
 * @param {DeployOptions} options
 * @returns {Promise<Deployment & { reused: boolean }>}
 */
export async function deploy(options) {
  const { rpcUrl, profile, chainId = 31337 } = options;
  const log = options.log ?? (() => {});
  const file = options.deploymentFile ?? defaultRecordFile(chainId);
  const privateKey = options.privateKey ?? (chainId === 31337 ? ANVIL_KEY : undefined);
  if (!privateKey) throw new Error(`DEPLOYER_PRIVATE_KEY is needed on chain ${chainId}`);

  const settings = settingsFor(chainId, profile);
  if (options.genesisTimestamp !== undefined) settings.genesisTimestamp = options.genesisTimestamp;
  const deployer = await createDeployer({ rpcUrl, settings, chainId, privateKey });
  const { byName, hash: abiHash } = await loadArtifacts();
  const genesisHash = await genesisHashOf(deployer, chainId, log);
  const roles = rolesOf(options, chainId, deployer.address);
  const expected = { chainId, genesisHash, profile, abiHash, roles };

  const found = await readRecord(file);
  if (await isCurrent(found, expected, deployer)) {
    await checkRoles(deployer, byName, found, settings.roleDelay);
    log(`contracts are deployed already (${file})`);
    return { ...found, reused: true };
  }
  if (found && chainId !== 31337 && !options.redeploy) {
    throw new Error(`${file} is of another deployment; --redeploy makes a new one`);
  }

  const journal = await openJournal(file, JSON.stringify(expected));
  const addresses = await createContracts(
    deployer,
    byName,
    { ...settings, ...roles },
    journal,
    log,
  );
  const deployment = {
    chainId,
    genesisHash,
    profile,
    deployedAtBlock: journal.firstBlock,
    addresses,
    roles,
    abiHash,
  };
  await arrangeRoles(deployer, byName, deployment, settings.roleDelay);
  await checkRoles(deployer, byName, deployment, settings.roleDelay);
  await writeJson(file, deployment);
  await journal.close();
  log(`wrote ${file}`);
  return { ...deployment, reused: false };
}
