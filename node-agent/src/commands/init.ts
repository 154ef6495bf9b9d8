import type { Hex } from 'viem';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { AppError } from '@/lib/core/errors';
import { declaredHours, type LocalWindow, longestGap, popcount } from '@/lib/core/nodes';
import { readText } from '../store/atomic';
import { type AgentConfig, writeConfig } from '../store/config';
import type { Home } from '../store/home';
import { encryptKey, writeKeystore } from '../store/keystore';
import { lockHome } from '../store/lock';

/** Missed promises cost nothing for this many periods beyond the longest gap. */
const SPAN_RESERVE = 12;
const DEFAULT_RATE = 1_000_000_000_000n;

/** What the node offers; what is absent gets a default. */
export interface Offer {
  payout?: Hex;
  capacityBytes: bigint;
  timeZone?: string;
  windows: LocalWindow[];
  region?: string;
  accepting?: boolean;
  rate?: bigint;
  maxSpan?: number;
  minFileSize?: bigint;
  maxFileSize?: bigint;
}

/** What `init` was asked for. */
export interface InitRequest {
  home: Home;
  password: string;
  portalUrl: string;
  rpcUrl?: string;
  /** Given on the command line, or fetched for the new key. */
  offer: Offer | ((account: PrivateKeyAccount) => Promise<Offer>);
  limits: Partial<AgentConfig['limits']>;
  lightKdf: boolean;
  now: Date;
}

/** What `init` made. */
export interface InitResult {
  operator: Hex;
  home: string;
  portalUrl: string;
  timeZone: string;
  hoursPerWeek: number;
  maxSpan: number;
}

function assertHours(hours: bigint): void {
  if (hours !== 0n) return;
  throw new AppError('AGENT_CONFIG_INVALID', 'The windows cover no whole hour of the week.');
}

function configOf(request: InitRequest, offer: Offer): { config: AgentConfig; hours: bigint } {
  const timeZone = offer.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const hours = declaredHours(offer.windows, timeZone, request.now.toISOString());
  assertHours(hours);
  const config: AgentConfig = {
    version: 1,
    portalUrl: request.portalUrl,
    rpcUrl: request.rpcUrl,
    payout: offer.payout,
    capacityBytes: offer.capacityBytes,
    timeZone,
    windows: offer.windows,
    region: offer.region,
    parameters: {
      accepting: offer.accepting ?? true,
      rate: offer.rate ?? DEFAULT_RATE,
      maxSpan: offer.maxSpan ?? longestGap(hours) + SPAN_RESERVE,
      minFileSize: offer.minFileSize ?? 1n,
      maxFileSize: offer.maxFileSize ?? (1n << 63n) - 1n,
    },
    limits: { maxDeals: 1000, minFreeDiskBytes: 1n << 30n, bandwidth: 0, ...request.limits },
    sealing: { lowPriority: false, atOnce: 1 },
    disputes: true,
    niceness: 10,
  };
  return { config, hours };
}

/**
 * Makes a home: configuration and an encrypted key. An existing home is never changed.
 *
 * @throws AppError `AGENT_EXISTS`, `AGENT_CONFIG_INVALID`, `AGENT_HOME_LOCKED`, and what a fetched offer throws
 */
export async function init(request: InitRequest): Promise<InitResult> {
  const { home } = request;
  const lock = await lockHome(home.lock);
  try {
    if (
      (await readText(home.keystore)) !== undefined ||
      (await readText(home.config)) !== undefined
    ) {
      throw new AppError('AGENT_EXISTS', `There is an agent in ${home.dir} already.`);
    }
    const privateKey = generatePrivateKey();
    const account = privateKeyToAccount(privateKey);
    const offer =
      typeof request.offer === 'function' ? await request.offer(account) : request.offer;
    const { config, hours } = configOf(request, offer);
    await writeConfig(home.config, config);
    const cost = request.lightKdf ? 'light' : 'standard';
    await writeKeystore(home.keystore, await encryptKey(privateKey, request.password, cost));
    return {
      operator: account.address,
      home: home.dir,
      portalUrl: config.portalUrl,
      timeZone: config.timeZone,
      hoursPerWeek: popcount(hours),
      maxSpan: config.parameters.maxSpan,
    };
  } finally {
    await lock.release();
  }
}
