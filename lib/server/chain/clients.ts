import { type Chain, createPublicClient, defineChain, http, type PublicClient } from 'viem';
import { AppError } from '@/lib/core/errors';
import { serverEnv } from '@/lib/server/env';

/** What we must know of a chain beside its RPC endpoint. */
export interface ChainTraits {
  chain: Chain;
  /** Test chain on this machine: it may be rolled back or replaced, even below "finalized". */
  local: boolean;
  /** Blocks behind the newest that count as final where the node has no `finalized` tag. */
  finalityDepth: bigint;
  /** Milliseconds between looks at the chain. */
  pollMs: number;
  /** Most blocks asked for in one eth_getLogs. */
  logRange: bigint;
  /** Milliseconds after which a transaction that is not mined gets a higher fee. */
  stuckMs: number;
  /** Milliseconds between repeated broadcasts of a transaction that is not mined. */
  rebroadcastMs: number;
  /** Milliseconds that a receipt may be missing although its nonce is final. */
  receiptPatienceMs: number;
  /** Highest gas of one forward request. */
  relayGasCap: bigint;
}

const chainBase = (id: number, name: string, symbol: string) =>
  defineChain({
    id,
    name,
    nativeCurrency: { name: symbol, symbol, decimals: 18 },
    rpcUrls: { default: { http: [] } },
  });

// Filecoin: 30 s epochs, finality of 900 epochs without the fast finality gadget, eth_getLogs of at
// most 2880 epochs, and gas units that have nothing to do with the EVM's.
const filecoin = {
  local: false,
  finalityDepth: 900n,
  pollMs: 10_000,
  logRange: 1000n,
  stuckMs: 5 * 60_000,
  rebroadcastMs: 60_000,
  receiptPatienceMs: 15 * 60_000,
  relayGasCap: 1_000_000_000n,
};

const traits: Record<number, ChainTraits> = {
  31337: {
    chain: chainBase(31337, 'Local chain', 'tFIL'),
    local: true,
    finalityDepth: 0n,
    pollMs: 500,
    logRange: 1000n,
    stuckMs: 20_000,
    rebroadcastMs: 3000,
    receiptPatienceMs: 5000,
    relayGasCap: 3_000_000n,
  },
  314: { chain: chainBase(314, 'Filecoin', 'FIL'), ...filecoin },
  314159: { chain: chainBase(314159, 'Filecoin Calibration', 'tFIL'), ...filecoin },
};

/** Every chain that the platform knows. */
export const knownChains: readonly ChainTraits[] = Object.values(traits);

/** Anvil's `finalized` block with an epoch of one slot. */
const LOCAL_FINAL_BLOCKS = 3;

/**
 * The longest that it takes until a block counts as final: the depth that is used where a node has
 * no `finalized` block. With Filecoin's fast finality (F3) the tag is there and minutes old at most.
 */
export function finalitySeconds(of: ChainTraits, blockSeconds: number): number {
  return (of.local ? LOCAL_FINAL_BLOCKS : Number(of.finalityDepth)) * blockSeconds;
}

/** @throws AppError `CHAIN_UNSUPPORTED` */
export function chainTraits(chainId: number): ChainTraits {
  const found = traits[chainId];
  if (found) return found;
  const known = Object.keys(traits).join(', ');
  throw new AppError('CHAIN_UNSUPPORTED', `Chain ${chainId} is not one of ${known}.`);
}

/** A client for reading and for sending raw transactions. */
export function createClient(chainId: number, rpcUrl: string): PublicClient {
  const { chain, pollMs } = chainTraits(chainId);
  return createPublicClient({
    chain,
    transport: http(rpcUrl, { retryCount: 2, retryDelay: 200, timeout: 30_000 }),
    pollingInterval: pollMs,
    cacheTime: 0,
  });
}

const clients = new Map<string, PublicClient>();

/** This process's client of the chain that the environment names. */
export function publicClient(): PublicClient {
  const { chainId, rpcUrl } = serverEnv();
  const key = `${chainId} ${rpcUrl}`;
  let client = clients.get(key);
  if (!client) {
    client = createClient(chainId, rpcUrl);
    clients.set(key, client);
  }
  return client;
}
