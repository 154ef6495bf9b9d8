import fs from 'node:fs';
import path from 'node:path';
import { rpc, startAnvil } from './anvil.mjs';
import { startChild } from './child.mjs';
import { deployContracts } from './contracts.mjs';
import { ensureDatabase, migrate } from './migrate.mjs';
import { root } from './paths.mjs';
import { startPostgres } from './postgres.mjs';
import {
  blockSecondsOf,
  deploymentFileOf,
  sharedEnv,
  withoutKeys,
  workerKeys,
} from './settings.mjs';
import { fatal, waitUntil } from './wait.mjs';

const DATABASE = 'micro_storage';

// A part: `start` brings one program up, calls `started` as soon as there is a process to end,
// and resolves when it is ready for the next part.

export const postgresPart = {
  name: 'postgres',
  port: 'postgres',
  async start(context, started) {
    context.say('Starting PostgreSQL');
    const { url } = await startPostgres({
      dataDir: context.dataDir,
      port: context.ports.postgres,
      logFile: context.logFile('postgres'),
      throwaway: context.profile === 'test',
      started,
    });
    await ensureDatabase(url('postgres'), DATABASE);
    context.databaseUrl = url(DATABASE);
    context.urls.database = context.databaseUrl;
  },
};

export const anvilPart = {
  name: 'anvil',
  port: 'anvil',
  async start(context, started) {
    context.say('Starting the local chain');
    const blockSeconds = blockSecondsOf(context.profile);
    const { rpcUrl } = await startAnvil({
      port: context.ports.anvil,
      logFile: context.logFile('anvil'),
      stateFile: path.join(context.dataDir, 'anvil', 'state.json'),
      blockSeconds,
      started,
    });
    context.urls.rpc = rpcUrl;
    const { reused } = await deployContracts({
      rpcUrl,
      profile: context.profile,
      deploymentFile: deploymentFileOf(context.dataDir),
      blockSeconds,
    });
    if (!reused) context.say('Deployed the contracts');
  },
};

export const workerPart = {
  name: 'worker',
  async start(context, started) {
    await checkServices(context);
    context.say('Starting the worker');
    const env = { ...partEnv(context), ...workerKeys(context.env) };
    const child = startChild(
      'worker',
      process.execPath,
      ['--import', 'tsx', 'worker/src/main.ts'],
      {
        logFile: context.logFile('worker'),
        cwd: root,
        env,
        graceSeconds: 20,
      },
    );
    started(child);
  },
};

export const portalPart = {
  name: 'portal',
  port: 'portal',
  async start(context, started) {
    context.say('Starting the portal');
    const next = path.join(root, 'node_modules/next/dist/bin/next');
    const args = [next, 'start', '-H', '127.0.0.1', '-p', String(context.ports.portal)];
    const child = startChild('portal', process.execPath, args, {
      logFile: context.logFile('portal'),
      cwd: root,
      env: withoutKeys(partEnv(context)),
      graceSeconds: 10,
    });
    started(child);
    context.urls.portal = `http://127.0.0.1:${context.ports.portal}`;
    await readyWhen(child, `${context.urls.portal}/api/ready`, context.signal);
  },
};

export const fleetPart = {
  name: 'fleet',
  port: 'fleet',
  async start(context, started) {
    context.say(`Starting ${context.fleetSize} micro-nodes`);
    const script = path.join(root, 'scripts/fleet.mjs');
    const args = [script, '--size', String(context.fleetSize)];
    args.push('--portal', context.urls.portal, '--port', String(context.ports.fleet));
    args.push('--data', path.join(context.dataDir, 'fleet'), '--profile', context.profile);
    const child = startChild('fleet', process.execPath, args, {
      logFile: context.logFile('fleet'),
      cwd: root,
      env: withoutKeys(context.env),
      graceSeconds: 30,
    });
    started(child);
    context.urls.fleet = `http://127.0.0.1:${context.ports.fleet}`;
    await readyWhen(child, `${context.urls.fleet}/ready`, context.signal, 180);
  },
};

function partEnv(context) {
  const { env, dataDir, profile } = context;
  return sharedEnv({
    env,
    dataDir,
    profile,
    databaseUrl: context.databaseUrl,
    rpcUrl: context.urls.rpc,
    portalOrigin: `http://127.0.0.1:${context.ports.portal}`,
  });
}

/** Takes services that others run as they are, and brings the database up to date. */
async function checkServices(context) {
  context.databaseUrl ??= context.env.DATABASE_URL;
  context.urls.database ??= context.databaseUrl;
  context.urls.rpc ??= context.env.RPC_URL;
  const applied = await migrate(context.databaseUrl, path.join(root, 'prisma/migrations'));
  if (applied.length > 0) context.say(`Applied migrations: ${applied.join(', ')}`);
  await rpc(context.urls.rpc, 'eth_chainId').catch((cause) => {
    throw new Error(`No chain answers at ${context.urls.rpc} (RPC_URL).`, { cause });
  });
  fs.mkdirSync(path.join(context.dataDir, 'objects'), { recursive: true });
}

async function readyWhen(child, url, signal, seconds = 60) {
  let last = 'no answer';
  const look = async () => {
    if (!child.alive()) {
      throw fatal(`${child.name} ${child.reason()}; the last lines of its log:\n${child.tail()}`);
    }
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    if (!response.ok) last = `${response.status} ${(await response.text()).slice(0, 1000)}`;
    return response.ok;
  };
  try {
    await waitUntil(child.name, look, { seconds, signal });
  } catch (error) {
    if (error.fatal || signal?.aborted) throw error;
    throw new Error(`${child.name} was not ready within ${seconds} s; ${url} said: ${last}`, {
      cause: error,
    });
  }
}
