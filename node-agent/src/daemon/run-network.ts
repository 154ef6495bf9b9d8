import { AppError } from '@/lib/core/errors';
import { type Network, network as networkSchema, profiles } from '@/lib/core/protocol';
import { sectorEngine } from '../engine';
import { writeJson } from '../store/atomic';
import type { AgentConfig } from '../store/config';
import type { Home } from '../store/home';
import { PostStore } from '../store/posts';
import { RetrievalStore } from '../store/retrievals';
import { SlotStore } from '../store/slots';
import { type AgentState, isOfNetwork, readState, writeState } from '../store/state';
import { connect } from './connect';
import type { AgentContext } from './context';
import { Deliveries } from './deliveries';
import { DirectCalls } from './direct';
import { Disputer } from './disputes/disputer';
import { DisputeLedger } from './disputes/ledger';
import { Witness } from './disputes/witness';
import { handleEvent } from './events';
import { followInbox } from './inbox';
import type { Log } from './log';
import type { Operator } from './operator';
import { PortalClient } from './portal-client';
import { Prover } from './prover';
import { Reconciler } from './reconcile';
import { ensureRegistered, keepOffer } from './register';
import { RelayClient } from './relay';
import { Sealing } from './sealing';
import { AgentSession } from './session';
import { SlotDriver } from './slot-driver';
import { type StatusWriter, sealingStatus } from './status';
import { Throttle } from './throttle';
import { Mutex } from './wait';
import { watchPause } from './watch-pause';

/** What a run needs from outside. */
export interface RunOptions {
  home: Home;
  config: AgentConfig;
  operator: Operator;
  log: Log;
  signal: AbortSignal;
  status: StatusWriter;
}

/** Opens the stores; slots of another chain (a local one that was replaced) are given up. */
async function openStores(options: RunOptions, network: Network) {
  const { home, log } = options;
  const slots = await SlotStore.open(home, (message) => log.warn(message));
  const retrievals = await RetrievalStore.open(home.retrievals);
  const posts = await PostStore.open(home.posts, (message) => log.warn(message));
  const state = await readState(home.state);
  const isSame = isOfNetwork(state, network);
  if (state.chain && !isSame) {
    log.warn('the chain was replaced, old slots are deleted', { slots: slots.all().length });
    for (const key of slots.keys()) await slots.remove(key);
    for (const record of retrievals.all()) await retrievals.remove(record);
    await posts.prune(() => true);
    state.inboxSeq = 0n;
  }
  if (!isSame) {
    const { chainId: id, genesisHash } = network;
    state.chain = { id, genesisHash, registry: network.contracts.registry };
    await writeState(home.state, state);
  }
  await slots.sweepOrphans();
  await writeJson(home.network, network);
  return { slots, retrievals, posts, state };
}

function isSameNetwork(a: Network, b: Network): boolean {
  return (
    a.chainId === b.chainId &&
    a.genesisHash === b.genesisHash &&
    JSON.stringify(a.contracts) === JSON.stringify(b.contracts) &&
    a.rpcUrl === b.rpcUrl
  );
}

/**
 * Runs the agent on the network that the portal serves now, or served last while it is away. Resolves
 * when aborted.
 *
 * @throws AppError `AGENT_NETWORK_CHANGED` when the portal serves another network: everything has to
 *   begin anew
 */
export async function runOnNetwork(options: RunOptions): Promise<void> {
  const { home, config, operator, log, status } = options;
  const portal = new PortalClient(config.portalUrl);
  const connection = await connect(options, portal);
  if (!connection) return;
  const { network, rpcUrl, chain, clock } = connection;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  portal.authenticate(new AgentSession(portal, operator, network));
  const { state, ...stores } = await openStores(options, network);
  const heavy = new Mutex(config.sealing.atOnce);
  const sealing = new Sealing(heavy, config.sealing.lowPriority, () => {
    void status.set(sealingStatus(sealing));
  });
  const relay = new RelayClient(portal, operator, network, chain);
  const ctx: AgentContext = {
    home,
    config,
    network,
    profile: profiles[network.profile],
    operator,
    portal,
    chain,
    clock,
    relay,
    direct: new DirectCalls(operator, network, rpcUrl, chain, relay),
    ...stores,
    engine: sectorEngine,
    heavy,
    sealing,
    download: new Throttle(config.limits.bandwidth),
    upload: new Throttle(config.limits.bandwidth),
    log,
    signal,
  };
  const { chainId, profile } = network;
  await status.set({ state: 'registering', chainId, profile, period: clock.period().toString() });
  await ensureRegistered(ctx);
  if (signal.aborted) return;
  await status.set({ state: 'running' });
  log.info('agent runs', { operator: operator.address, chainId, profile });

  await work(ctx, new DisputeLedger(network, rpcUrl, portal), state, status, stop);
}

/** Runs every loop of a connected agent until it is aborted or the network changes. */
async function work(
  ctx: AgentContext,
  ledger: DisputeLedger,
  state: AgentState,
  status: StatusWriter,
  stop: AbortController,
): Promise<void> {
  const { home, log, network, portal, signal } = ctx;
  const prover = new Prover(ctx);
  const ready = ctx.relay.drained(signal).catch((error) => {
    log.warn('the relay does not say what is queued', { error });
  });
  const driver = new SlotDriver(ctx, () => prover.wake(), ready);
  const deliveries = new Deliveries(ctx);
  const checkNetwork = async () => {
    const request = { path: '/api/network', anonymous: true, signal };
    if (!isSameNetwork(await portal.json(networkSchema, request), network)) {
      throw new AppError('AGENT_NETWORK_CHANGED', 'The portal serves another network now.');
    }
  };
  const reconciler = new Reconciler(ctx, driver, checkNetwork);
  driver.wakeAll();
  deliveries.resume();
  const inbox = followInbox({
    portal,
    log,
    signal,
    after: state.inboxSeq,
    handle: async (event) => {
      await handleEvent({ reconciler, driver, deliveries, log }, event);
      state.inboxSeq = event.seq;
      await writeState(home.state, state);
    },
    connected: () => {
      void status.set({ online: true });
      reconciler.wake();
    },
    disconnected: () => void status.set({ online: false }),
  });
  const witness = new Witness(ctx, ledger).run();
  const disputer = new Disputer(ctx, ledger).run();
  const loops = [
    inbox,
    reconciler.run(),
    keepOffer(ctx),
    prover.run(),
    witness,
    disputer,
    status.follow(ctx),
    watchPause(ctx),
  ];
  try {
    await Promise.all(loops);
  } finally {
    stop.abort();
    await Promise.allSettled(loops);
    await Promise.all([driver.finished(), deliveries.finished()]);
  }
}
