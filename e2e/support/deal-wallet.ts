import type { Page } from '@playwright/test';
import {
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  type LocalAccount,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';

/** A browser wallet with a real key, whose owner is the test. */
export interface SigningWallet {
  address: Hex;
  /** Requests that its owner declines, by method. */
  declined: Set<string>;
  /** What it was asked for and did not refuse. */
  signed: string[];
  chainId: number;
  /** Its owner changes the network by hand. */
  goTo(chainId: number): Promise<void>;
}

interface Options {
  /** Whose wallet it is; a new account unless given. */
  account?: LocalAccount;
  rpcUrl: string;
  chainId: number;
}

interface Answer {
  result?: unknown;
  /** Errors travel as data, so that they keep their codes. */
  error?: { code: number; message: string };
}

const DECLINED = 4001;
const refusal = { error: { code: DECLINED, message: 'User rejected the request.' } };
const big = (value: Hex | undefined) => (value === undefined ? undefined : BigInt(value));

/** Gives the page a wallet that announces itself (EIP-6963); keys and signing stay in the test. */
export async function giveWallet(page: Page, options: Options): Promise<SigningWallet> {
  const account = options.account ?? privateKeyToAccount(generatePrivateKey());
  const transport = http(options.rpcUrl);
  const chain = defineChain({
    id: options.chainId,
    name: 'Local chain',
    nativeCurrency: { name: 'Filecoin', symbol: 'tFIL', decimals: 18 },
    rpcUrls: { default: { http: [options.rpcUrl] } },
  });
  const signer = createWalletClient({ account, chain, transport });
  const reader = createPublicClient({ chain, transport });
  let isConnected = false;
  const wallet: SigningWallet = {
    address: account.address,
    declined: new Set(),
    signed: [],
    chainId: options.chainId,
    async goTo(chainId) {
      wallet.chainId = chainId;
      await page.evaluate(
        (id) => window.dispatchEvent(new CustomEvent('chain', { detail: id })),
        chainId,
      );
    },
  };

  /** As many wallets do, for the chain that it is on and no other. */
  const signTyped = (text: string) => {
    const data = JSON.parse(text);
    if (Number(data.domain.chainId) === wallet.chainId) return account.signTypedData(data);
    throw new Error(`Provided chainId "${data.domain.chainId}" must match the active chainId.`);
  };
  const methods: Record<string, (params: readonly unknown[]) => unknown> = {
    eth_chainId: () => `0x${wallet.chainId.toString(16)}`,
    eth_accounts: () => (isConnected ? [account.address] : []),
    eth_requestAccounts: () => {
      isConnected = true;
      return [account.address];
    },
    wallet_switchEthereumChain: ([target]) =>
      wallet.goTo(Number((target as { chainId: Hex }).chainId)),
    personal_sign: ([raw]) => account.signMessage({ message: { raw: raw as Hex } }),
    eth_signTypedData_v4: ([, text]) => signTyped(String(text)),
    eth_sendTransaction: ([sent]) => {
      const { to, data, value, gas } = sent as Record<'to' | 'data' | 'value' | 'gas', Hex>;
      return signer.sendTransaction({ to, data, value: big(value), gas: big(gas) });
    },
  };

  await page.exposeFunction(
    'walletAnswers',
    async (method: string, params: unknown[]): Promise<Answer> => {
      if (wallet.declined.has(method)) return refusal;
      try {
        const own = methods[method];
        const result = own ? await own(params) : await reader.request({ method, params } as never);
        if (own) wallet.signed.push(method);
        return { result: result ?? null };
      } catch (error) {
        const { code = -32_000, message } = error as { code?: number; message: string };
        return { error: { code, message } };
      }
    },
  );
  await page.addInitScript(announce);
  return wallet;
}

/** Runs in the page. */
function announce(): void {
  type Ask = (method: string, params: unknown[]) => Promise<Answer>;
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const provider = {
    request: async ({ method, params }: { method: string; params?: unknown[] }) => {
      const { walletAnswers } = window as unknown as { walletAnswers: Ask };
      const { result, error } = await walletAnswers(method, params ?? []);
      if (error) throw Object.assign(new Error(error.message), { code: error.code });
      return result;
    },
    on: (event: string, listener: (value: unknown) => void) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener: (event: string, listener: (value: unknown) => void) => {
      listeners.get(event)?.delete(listener);
    },
  };
  window.addEventListener('chain', (event) => {
    const id = `0x${(event as CustomEvent<number>).detail.toString(16)}`;
    for (const listener of listeners.get('chainChanged') ?? []) listener(id);
  });
  const info = {
    uuid: '0b8f5a3e-3b0e-4d59-9d0c-5a1f6f0b7c21',
    name: 'Signing Wallet',
    rdns: 'org.example.signing',
    icon: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>',
  };
  const tell = () =>
    window.dispatchEvent(
      new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }),
    );
  window.addEventListener('eip6963:requestProvider', tell);
  tell();
}
