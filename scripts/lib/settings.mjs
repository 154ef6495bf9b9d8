import path from 'node:path';
import { localAccounts } from './accounts.mjs';
import { LOCAL_CHAIN_ID } from './anvil.mjs';
import { root } from './paths.mjs';
import { freePort, isFree } from './ports.mjs';

/** Every port that a local run listens on: its variable, what uses it, and its default. */
const PORTS = {
  portal: { variable: 'PORT', title: 'the portal', standard: 3000 },
  anvil: { variable: 'ANVIL_PORT', title: 'the local chain', standard: 8545 },
  postgres: { variable: 'POSTGRES_PORT', title: 'PostgreSQL', standard: 5433 },
  fleet: { variable: 'FLEET_PORT', title: 'the fleet of nodes', standard: 8640 },
};

const PROFILES = { test: 1, dev: 2, production: 30 };

/** Seconds between blocks of the local chain; the same as in lib/core/protocol/profiles.ts. */
export const blockSecondsOf = (profile) => PROFILES[profile];

/** The data folder of a run. */
export function dataDirOf(env) {
  return path.resolve(root, env.DATA_DIR || '.data');
}

/**
 * Where relative file names of a person's command are. npm runs scripts in the project's folder and
 * remembers the caller's; a script that starts another one passes it on as DEMO_CWD.
 */
export function callerFolderOf(env) {
  return env.DEMO_CWD || env.INIT_CWD || process.cwd();
}

/** The profile that a name means; dev when there is none. */
export function profileOf(name) {
  const profile = name || 'dev';
  if (profile in PROFILES) return profile;
  throw new Error(`PROFILE is "${profile}"; it can be ${Object.keys(PROFILES).join(', ')}.`);
}

/** Nodes of the local fleet. Agents of a public chain belong to people, not to a start script. */
export function fleetSizeOf(env) {
  const text = env.FLEET_SIZE || (env.RPC_URL ? '0' : '12');
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new Error(`FLEET_SIZE is "${text}"; it is a number of nodes up to 999.`);
}

/**
 * The port for each name, free at this moment.
 * @param {Record<string, number>} wanted numbers by name; 0 means any
 * @param {Record<string, string | undefined>} env
 * @param {string[]} [names]
 * @returns {Promise<Record<string, number>>}
 * @throws Error with one sentence that names the port and its variable.
 */
export async function choosePorts(wanted, env, names = Object.keys(PORTS)) {
  const ports = {};
  for (const name of names) {
    const { variable, title, standard } = PORTS[name];
    const port = wanted[name] ?? portFrom(env[variable], variable) ?? standard;
    if (port !== 0 && !(await isFree(port))) {
      throw new Error(
        `Port ${port} for ${title} is in use by another program; set ${variable} to a free one.`,
      );
    }
    ports[name] = port === 0 ? await freePort() : port;
  }
  return ports;
}

function portFrom(text, variable) {
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new Error(`${variable} is "${text}", which is not a port number.`);
}

/** Variables that portal and worker share in a local run. Keys are the worker's alone. */
export function sharedEnv({ env, dataDir, profile, databaseUrl, rpcUrl, portalOrigin }) {
  const local = env.RPC_URL ? {} : { CHAIN_ID: String(LOCAL_CHAIN_ID) };
  return {
    NEXT_TELEMETRY_DISABLED: '1',
    ADMIN_ADDRESSES: env.RPC_URL ? '' : localAccounts.admin.address,
    ...env,
    ...local,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PROFILE: profile,
    RPC_URL: rpcUrl,
    PORTAL_ORIGIN: env.PORTAL_ORIGIN || portalOrigin,
    DEPLOYMENT_FILE: env.DEPLOYMENT_FILE || deploymentFileOf(dataDir),
  };
}

export function deploymentFileOf(dataDir) {
  return path.join(dataDir, 'deployments', `${LOCAL_CHAIN_ID}.json`);
}

const KEY_VARIABLES = ['PORTAL_KEY', 'VERIFIER_KEY', 'RELAYER_KEY', 'DEPLOYER_PRIVATE_KEY'];

/** What the worker gets on top: the keys that it sends transactions with. */
export function workerKeys(env) {
  if (env.RPC_URL) return {};
  const { portal, verifier, relayer } = localAccounts;
  return { PORTAL_KEY: portal.key, VERIFIER_KEY: verifier.key, RELAYER_KEY: relayer.key };
}

/** The notification channel's key signs too, and only the worker tells anybody anything. */
const SECRET_VARIABLES = [...KEY_VARIABLES, 'PUSH_PRIVATE_KEY'];

/** The same variables without any key. */
export function withoutKeys(env) {
  const isSecret = (name) => SECRET_VARIABLES.includes(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isSecret(name)));
}
