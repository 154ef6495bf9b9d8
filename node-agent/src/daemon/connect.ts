import { type Network, network as networkSchema } from '@/lib/core/protocol';
import { readJson } from '../store/atomic';
import type { AgentConfig } from '../store/config';
import type { Home } from '../store/home';
import { isOfNetwork, readState } from '../store/state';
import { ChainReader } from './chain';
import { PeriodClock } from './clock';
import type { Log } from './log';
import type { Operator } from './operator';
import type { PortalClient } from './portal-client';
import { backoff, sleep } from './wait';

const RETRY_MS = { base: 1000, max: 30_000 };

/** What connecting needs. */
export interface ConnectOptions {
  home: Home;
  config: Pick<AgentConfig, 'rpcUrl'>;
  operator: Pick<Operator, 'address'>;
  log: Log;
  signal: AbortSignal;
}

/** A network whose chain answers, and its time. */
export interface Connection {
  network: Network;
  rpcUrl: string;
  chain: ChainReader;
  clock: PeriodClock;
}

async function reach(options: ConnectOptions, network: Network): Promise<Connection> {
  const rpcUrl = options.config.rpcUrl ?? network.rpcUrl;
  const chain = new ChainReader(network, rpcUrl);
  const clock = new PeriodClock(chain, Number(await chain.periodSeconds()));
  await clock.refresh();
  return { network, rpcUrl, chain, clock };
}

/**
 * The network of the last run, if this node's slots belong to it and its chain still knows the node:
 * then there is work to do there, whether the portal is away or not.
 */
async function reachStored(options: ConnectOptions): Promise<Connection | undefined> {
  const { home, operator } = options;
  const network = await readJson(home.network, networkSchema);
  if (!network || !isOfNetwork(await readState(home.state), network)) return undefined;
  const connection = await reach(options, network);
  return (await connection.chain.node(operator.address)) && connection;
}

async function attempt(options: ConnectOptions, portal: PortalClient): Promise<Connection> {
  const { log, signal } = options;
  let network: Network;
  try {
    network = await portal.json(networkSchema, { path: '/api/network', anonymous: true, signal });
  } catch (error) {
    signal.throwIfAborted();
    const stored = await reachStored(options);
    if (!stored) throw error;
    log.warn('portal not reached, the agent goes on with the network of its last run', { error });
    return stored;
  }
  return reach(options, network);
}

/**
 * Connects to the network that the portal serves, or to that of the last run while the portal does
 * not answer; tries until there is one, and asks the portal first every time. Undefined when aborted.
 */
export async function connect(
  options: ConnectOptions,
  portal: PortalClient,
): Promise<Connection | undefined> {
  const { signal, log } = options;
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      return await attempt(options, portal);
    } catch (error) {
      if (signal.aborted) break;
      log.warn('not connected yet', { error });
      await sleep(backoff(failures, RETRY_MS.base, RETRY_MS.max), signal);
    }
  }
  return undefined;
}
