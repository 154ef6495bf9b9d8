import type { Hex } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { AppError } from '@/lib/core/errors';
import { declaredHours, type LocalWindow, longestGap } from '@/lib/core/nodes';
import { readText } from '../store/atomic';
import { type AgentConfig, writeConfig } from '../store/config';
import type { Home } from '../store/home';
import { encryptKey, writeKeystore } from '../store/keystore';
import { lockHome } from '../store/lock';

/** Missed promises cost nothing for this many periods beyond the longest gap. */
const SPAN_RESERVE = 12;
const DEFAULT_RATE = 1_000_000_000_000n;

/** What `init` was asked for; what is absent gets a default. */
export interface InitRequest {
  home: Home;
  password: string;
  portalUrl: string;
  rpcUrl?: string;
  payout?: Hex;
  capacityBytes: bigint;
  timeZone?: string;
  windows: LocalWindow[];
  region?: string;
  rate?: bigint;
  maxSpan?: number;
  minFileSize?: bigint;
  maxFileSize?: bigint;
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

/**
 * Makes a home: configuration and an encrypted key. An existing home is never changed.
 *
 * @throws AppError `AGENT_EXISTS`, `AGENT_CONFIG_INVALID`, `AGENT_HOME_LOCKED`
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
    const timeZone = request.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    const hours = declaredHours(request.windows, timeZone, request.now.toISOString());
    assertHours(hours);
    const maxSpan = request.maxSpan ?? longestGap(hours) + SPAN_RESERVE;
    const config: AgentConfig = {
      version: 1,
      portalUrl: request.portalUrl,
      rpcUrl: request.rpcUrl,
      payout: request.payout,
      capacityBytes: request.capacityBytes,
      timeZone,
      windows: request.windows,
      region: request.region,
      parameters: {
        accepting: true,
        rate: request.rate ?? DEFAULT_RATE,
        maxSpan,
        minFileSize: request.minFileSize ?? 1n,
        maxFileSize: request.maxFileSize ?? (1n << 63n) - 1n,
      },
      limits: { maxDeals: 1000, minFreeDiskBytes: 1n << 30n, bandwidth: 0, ...request.limits },
      niceness: 10,
    };
    await writeConfig(home.config, config);
    const privateKey = generatePrivateKey();
    const cost = request.lightKdf ? 'light' : 'standard';
    await writeKeystore(home.keystore, await encryptKey(privateKey, request.password, cost));
    const operator = privateKeyToAddress(privateKey);
    const hoursPerWeek = hours.toString(2).replaceAll('0', '').length;
    return {
      operator,
      home: home.dir,
      portalUrl: config.portalUrl,
      timeZone,
      hoursPerWeek,
      maxSpan,
    };
  } finally {
    await lock.release();
  }
}
