import { type Address, getAddress } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { AppError } from '@/lib/core/errors';
import { type Network, network as networkSchema, periodOf } from '@/lib/core/protocol';
import { ChainReader, messageOf } from '../daemon/chain';
import { DirectCalls } from '../daemon/direct';
import { DisputeLedger } from '../daemon/disputes/ledger';
import { nextStep } from '../daemon/disputes/plan';
import { type DisputeTools, resolvePost } from '../daemon/disputes/resolve';
import { sendCall } from '../daemon/node-calls';
import { isTransient, PortalClient } from '../daemon/portal-client';
import { RelayClient } from '../daemon/relay';
import { AgentSession } from '../daemon/session';
import { readJson } from '../store/atomic';
import { type AgentConfig, readConfig } from '../store/config';
import type { Home } from '../store/home';
import { decryptKey, readKeystore } from '../store/keystore';
import { type HomeLock, lockHome } from '../store/lock';
import { type PeriodPost, PostStore, readPosts, type StoredPost } from '../store/posts';
import { assertPossible, type DisputeLine, lineOf } from './dispute-lines';

/** Which proofs, and whether anything is sent. */
export interface DisputeRequest {
  home: Home;
  password: () => Promise<string>;
  deal?: Address;
  slot?: number;
  period?: bigint;
  /** Only says what could be done. */
  dryRun: boolean;
  signal: AbortSignal;
}

/** Proofs that are not settled by the ledger, and what the operator's account has for gas. */
export interface DisputeReport {
  operator: Address;
  /** attoFIL. */
  balance: bigint;
  period: bigint;
  proofs: DisputeLine[];
}

async function networkOf(home: Home, portal: PortalClient, signal: AbortSignal): Promise<Network> {
  try {
    return await portal.json(networkSchema, { path: '/api/network', anonymous: true, signal });
  } catch (error) {
    // A portal that is away is what disputes are for.
    const stored = isTransient(error) ? await readJson(home.network, networkSchema) : undefined;
    if (!stored) throw error;
    return stored;
  }
}

function isAsked({ deal, slot, period }: DisputeRequest, item: PeriodPost): boolean {
  if (deal && item.post.deal !== deal.toLowerCase()) return false;
  if (slot !== undefined && item.post.slot !== slot) return false;
  return period === undefined || item.period === period;
}

/** The lock of the home, or nothing while an agent runs there: its files are then left to it. */
async function lockIfFree(home: Home): Promise<HomeLock | undefined> {
  try {
    return await lockHome(home.lock);
  } catch (error) {
    if (AppError.is(error, 'AGENT_HOME_LOCKED')) return undefined;
    throw error;
  }
}

interface Place {
  home: Home;
  network: Network;
  config: AgentConfig;
  portal: PortalClient;
  ledger: DisputeLedger;
  now: bigint;
  posts: readonly PeriodPost[];
}

/** A proof and what is known of it. */
interface Found {
  item: PeriodPost;
  line: DisputeLine;
}

async function carryOut(request: DisputeRequest, place: Place, due: readonly Found[]) {
  const { home, signal } = request;
  const { network, config, portal, ledger, now, posts } = place;
  const keystore = await readKeystore(home.keystore);
  const operator = privateKeyToAccount(await decryptKey(keystore, await request.password()));
  const rpcUrl = config.rpcUrl ?? network.rpcUrl;
  portal.authenticate(new AgentSession(portal, operator, network));
  const chain = new ChainReader(network, rpcUrl);
  const relay = new RelayClient(portal, operator, network, chain);
  const direct = new DirectCalls(operator, network, rpcUrl, chain, relay);
  const lock = await lockIfFree(home);
  try {
    const store = lock && (await PostStore.open(home.posts, () => undefined));
    const tools: DisputeTools = {
      ledger,
      signal,
      now: () => now,
      send: (call) => sendCall({ relay, direct }, call, signal),
      all: () => posts,
      note: async (period: bigint, post: StoredPost, change) => store?.note(period, post, change),
      accept: ({ period, post }) => store?.note(period, post, { outcome: 'accepted' }),
    };
    const lines: DisputeLine[] = [];
    for (const { item, line } of due) {
      try {
        lines.push(lineOf(item, await resolvePost(tools, item)));
      } catch (error) {
        // One that fails does not keep the others from being paid; alone it is the answer.
        if (due.length === 1) throw error;
        lines.push({ ...line, problem: messageOf(error) });
      }
    }
    return lines;
  } finally {
    await lock?.release();
  }
}

/**
 * Lists the proofs of this home that the ledger has not settled, and disputes those that it leaves
 * out: opens, decides and concludes, by the relay or at the node's own expense. An agent that runs
 * does the same by itself; the contract takes each step once.
 *
 * @throws AppError `AGENT_DISPUTE_UNKNOWN` when this home has no such proof, other `AGENT_DISPUTE_*`
 *   when one is named by slot and period and nothing can be done, `AGENT_NO_GAS`, `AGENT_CALL_REVERTED`
 */
export async function dispute(request: DisputeRequest): Promise<DisputeReport> {
  const { home, signal, dryRun } = request;
  const config = await readConfig(home.config);
  const posts = await readPosts(home.posts);
  const asked = posts.filter((item) => isAsked(request, item));
  const isNamed = request.slot !== undefined && request.period !== undefined;
  if (asked.length === 0 && (request.deal || isNamed || request.period !== undefined)) {
    throw new AppError(
      'AGENT_DISPUTE_UNKNOWN',
      'This computer keeps no such proof: none was made, the ledger has counted it, or its time is long over.',
    );
  }
  const operator = getAddress(`0x${(await readKeystore(home.keystore)).address}`);
  const portal = new PortalClient(config.portalUrl);
  const network = await networkOf(home, portal, signal);
  const rpcUrl = config.rpcUrl ?? network.rpcUrl;
  const chain = new ChainReader(network, rpcUrl);
  const [head, seconds] = await Promise.all([chain.head(), chain.periodSeconds()]);
  const now = periodOf(Number(head.timestamp), Number(seconds));
  const ledger = new DisputeLedger(network, rpcUrl, portal);
  const found: Found[] = [];
  for (const item of asked) {
    const { facts } = await ledger.facts(item, now, posts, signal);
    found.push({ item, line: lineOf(item, { next: nextStep(item.post, facts), facts }) });
  }
  const due = found.filter(({ line }) => line.disputable);
  if (isNamed && found.length === 1 && found[0]) assertPossible(found[0].line);
  let proofs = found.map(({ line }) => line);
  if (!dryRun && due.length > 0) {
    const place = { home, network, config, portal, ledger, now, posts };
    const lines = await carryOut(request, place, due);
    proofs = found.map(({ line }) => lines[due.findIndex((other) => other.line === line)] ?? line);
  }
  const balance = await chain.balance(operator);
  return { operator, balance, period: now, proofs };
}
