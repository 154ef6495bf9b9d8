import { access } from 'node:fs/promises';
import path from 'node:path';
import { AgentProcess } from './agent-process.mjs';
import { serveControl } from './control-server.mjs';
import { seedHistories } from './history.mjs';
import { listedNodes } from './listed-nodes.mjs';
import { prepareHome } from './prepare-home.mjs';
import { fleetMember } from './roster.mjs';

const BUNDLE = path.resolve(import.meta.dirname, '../../node-agent/dist/micro-node.mjs');
/** What an agent may see of the environment: no keys of the platform, no database. */
const PASSED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot', 'TZ', 'MICRO_NODE_LOG_LEVEL'];
const POLL_MS = 500;
/** Nodes whose homes are made at a time; each is a short-lived process. */
const PARALLEL = 2;

function agentEnv(env) {
  return Object.fromEntries(PASSED.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

async function inBatches(items, size, work) {
  const results = [];
  for (let at = 0; at < items.length; at += size) {
    results.push(...(await Promise.all(items.slice(at, at + size).map(work))));
  }
  return results;
}

/** Asks the portal until it answers: agents do the same, so its absence is not an error here. */
async function networkOf(portalUrl, signal) {
  while (!signal.aborted) {
    try {
      const response = await fetch(new URL('/api/network', portalUrl), { signal });
      if (response.ok) return await response.json();
    } catch {
      // not up yet
    }
    await pause(POLL_MS, signal);
  }
  return undefined;
}

function pause(ms, signal) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

/**
 * Starts a local fleet: agents as processes of their own, each with its home under
 * `<dataDir>/<index>`, watched and restarted, and a control port.
 *
 * @param {object} options
 * @param {string} options.dataDir folder of the fleet
 * @param {number} [options.size] nodes, 12 unless told
 * @param {string} options.portalUrl
 * @param {string} [options.rpcUrl] chain node instead of the one that the portal names
 * @param {number} [options.controlPort] 0 = any free one
 * @param {string} [options.bundle] the agent's program
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<{ controlUrl: string, nodes: () => Promise<object[]>, ready: () => Promise<void>,
 *   stop: () => Promise<void> }>} `ready` resolves when every node is registered and at work
 */
export async function startFleet(options) {
  const { dataDir, portalUrl, rpcUrl, size = 12, controlPort = 0, bundle = BUNDLE } = options;
  const log = options.log ?? (() => undefined);
  await access(bundle).catch((cause) => {
    throw new Error('The node agent is not built; run `npm run build:agent`.', { cause });
  });
  const env = agentEnv(process.env);
  const members = Array.from({ length: size }, (_, index) => fleetMember(index));
  const homeOf = (index) => path.join(dataDir, String(index));
  const passwordFiles = await inBatches(members, PARALLEL, (member) =>
    prepareHome({ bundle, home: homeOf(member.index), member, portalUrl, env }),
  );
  const overrides = ['--portal', portalUrl, ...(rpcUrl ? ['--rpc', rpcUrl] : [])];
  const agents = members.map(
    ({ index, name }) =>
      new AgentProcess({
        index,
        name,
        home: homeOf(index),
        bundle,
        args: [...overrides, '--password-file', passwordFiles[index]],
        env,
        log,
      }),
  );
  const stopping = new AbortController();
  const state = { isSeeded: false, problem: '' };
  const readiness = async () => {
    const isExpected = (agent) => agent.isWanted || agent.hasGivenUp;
    const expected = await Promise.all(agents.filter(isExpected).map((agent) => agent.describe()));
    const listed = await listedNodes(portalUrl);
    const isReady = ({ state, operator }) =>
      state === 'running' && listed.has(operator?.toLowerCase());
    const waiting = expected.filter((node) => !isReady(node)).length;
    const detail = `${size - waiting} of ${size} nodes are ready${state.problem}`;
    return { ok: waiting === 0 && state.isSeeded, detail };
  };
  const control = await serveControl({ port: controlPort, agents, readiness });
  for (const agent of agents) agent.start();

  const seed = async () => {
    const network = await networkOf(portalUrl, stopping.signal);
    const withWork = members.filter((member) => member.work);
    const isRegistered = async () =>
      (await Promise.all(withWork.map((m) => agents[m.index].state()))).every(
        (s) => s === 'running',
      );
    while (!stopping.signal.aborted && !(await isRegistered()))
      await pause(POLL_MS, stopping.signal);
    if (stopping.signal.aborted) return;
    const described = await Promise.all(withWork.map((m) => agents[m.index].describe()));
    const count = await seedHistories({
      rpcUrl: rpcUrl ?? network.rpcUrl,
      registry: network.contracts.registry,
      members: withWork.map((m, i) => ({ operator: described[i].operator, ...m.work })),
    });
    if (count > 0) log(`${count} nodes were given a history`);
    state.isSeeded = true;
  };
  const seeded = seed().catch((error) => {
    if (stopping.signal.aborted) return;
    state.problem = `; histories: ${error.message}`;
    log(`Histories could not be made: ${error.message}`);
    state.isSeeded = true; // the nodes work all the same, only with equal ratings
  });

  return {
    controlUrl: control.url,
    nodes: () => Promise.all(agents.map((agent) => agent.describe())),
    async ready() {
      while (!stopping.signal.aborted && !(await readiness()).ok)
        await pause(POLL_MS, stopping.signal);
    },
    async stop() {
      stopping.abort();
      await Promise.all([control.close(), ...agents.map((agent) => agent.stop())]);
      await seeded;
    },
  };
}
