import { type Chain, createPublicClient, defineChain, http, type PublicClient } from 'viem';
import type { Network } from '@/lib/core/protocol/network';
import { fetchNetwork, LOCAL_CHAIN_ID } from '../network';

const LOCAL_POLL_MS = 500;
const POLL_MS = 5000;

/** How often to look for news on a chain. */
export function pollMs(chainId: number): number {
  return chainId === LOCAL_CHAIN_ID ? LOCAL_POLL_MS : POLL_MS;
}

/** The portal's chain as viem and wallets want it. */
export function chainOf({ chainId, chainName, rpcUrl }: Network): Chain {
  const isMainnet = chainId === 314;
  return defineChain({
    id: chainId,
    name: chainName,
    nativeCurrency: { name: 'Filecoin', symbol: isMainnet ? 'FIL' : 'tFIL', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    testnet: !isMainnet,
  });
}

let client: Promise<PublicClient> | undefined;

/** Reads the portal's chain; needs no wallet. */
export function chainClient(): Promise<PublicClient> {
  client ??= fetchNetwork()
    .then((network) =>
      createPublicClient({
        chain: chainOf(network),
        transport: http(network.rpcUrl),
        pollingInterval: pollMs(network.chainId),
      }),
    )
    .catch((error: unknown) => {
      client = undefined;
      throw error;
    });
  return client;
}
