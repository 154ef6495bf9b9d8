import {
  createPublicClient,
  createWalletClient,
  type EIP1193Provider,
  type Hex,
  hexToBigInt,
  http,
  numberToHex,
  ProviderRpcError,
  parseEther,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { Network } from '@/lib/core/protocol/network';
import type { Address } from '@/lib/core/protocol/primitives';
import { chainOf } from './chain';
import { allowTestKeys, readTestKeys, selectTestKey } from './test-keys';

export const TEST_WALLET_ID = 'testWallet';
export const TEST_WALLET_NAME = 'Built-in test wallet';
const GIFT = parseEther('100');
const UNSUPPORTED = 4200;
const UNKNOWN_CHAIN = 4902;

type Params = readonly unknown[];
interface SentTransaction {
  to?: Address;
  data?: Hex;
  value?: Hex;
  gas?: Hex;
}

const big = (value: Hex | undefined) => (value === undefined ? undefined : hexToBigInt(value));

function refuse(code: number, message: string): ProviderRpcError {
  return new ProviderRpcError(new Error(message), { code, shortMessage: message } as never);
}

/**
 * A wallet inside the page for local chains: an EIP-1193 provider whose keys lie in the browser's
 * storage and which signs without asking. Everything that needs no key goes to the chain's RPC.
 */
export function createTestWallet(network: Network) {
  const chain = chainOf(network);
  const transport = http(network.rpcUrl);
  const rpc = createPublicClient({ chain, transport });
  const listeners = new Map<string, Set<(value: unknown) => void>>();

  const account = () => {
    const { keys, current } = readTestKeys();
    return privateKeyToAccount(keys[current] as Hex);
  };
  const signer = () => createWalletClient({ account: account(), chain, transport });

  const methods: Record<string, (params: Params) => unknown> = {
    eth_accounts: () => (readTestKeys().allowed ? [account().address] : []),
    eth_requestAccounts: () => {
      allowTestKeys(true);
      return [account().address];
    },
    wallet_revokePermissions: () => {
      allowTestKeys(false);
      return null;
    },
    eth_chainId: () => numberToHex(network.chainId),
    personal_sign: ([raw]) => account().signMessage({ message: { raw: raw as Hex } }),
    eth_signTypedData_v4: ([, json]) => account().signTypedData(JSON.parse(json as string)),
    eth_sendTransaction: ([sent]) => {
      const { to, data, value, gas } = sent as SentTransaction;
      return signer().sendTransaction({ to, data, value: big(value), gas: big(gas) });
    },
    wallet_switchEthereumChain: ([target]) => {
      const { chainId } = target as { chainId: Hex };
      if (Number(chainId) === network.chainId) return null;
      throw refuse(UNKNOWN_CHAIN, 'The test wallet knows the local chain only.');
    },
  };

  const request = async ({ method, params = [] }: { method: string; params?: Params }) => {
    const own = methods[method];
    if (own) return own(params);
    if (method.startsWith('wallet_')) {
      throw refuse(UNSUPPORTED, `The test wallet does not support ${method}.`);
    }
    return rpc.request({ method, params } as never);
  };

  const provider = {
    request,
    on: (event: string, listener: (value: unknown) => void) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener: (event: string, listener: (value: unknown) => void) => {
      listeners.get(event)?.delete(listener);
    },
  } as unknown as EIP1193Provider;

  return {
    provider,
    /** Addresses of all test accounts, and which one is in use. */
    accounts: () => {
      const { keys, current } = readTestKeys();
      return { addresses: keys.map((key) => privateKeyToAccount(key).address), current };
    },
    /** Goes over to another account, as a person would do in a wallet. */
    select: (index: number) => {
      selectTestKey(index);
      for (const listener of listeners.get('accountsChanged') ?? []) listener([account().address]);
    },
  };
}

export type TestWallet = ReturnType<typeof createTestWallet>;

/** Adds 100 coins to an account of a local chain by the chain's own test method. */
export async function giveTestFil(network: Network, address: Address): Promise<void> {
  const rpc = createPublicClient({ chain: chainOf(network), transport: http(network.rpcUrl) });
  const balance = await rpc.getBalance({ address });
  await rpc.request({
    method: 'anvil_setBalance',
    params: [address, numberToHex(balance + GIFT)],
  } as never);
}
