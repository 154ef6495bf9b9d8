import type { Config } from 'wagmi';
import { connect, disconnect, getAccount, switchChain } from 'wagmi/actions';
import type { Network } from '@/lib/core/protocol/network';
import { fetchNetwork } from '../network';
import { createWalletConfig } from './config';
import { TEST_WALLET_ID, type TestWallet } from './test-wallet';

/** The loaded wallet code of this page. */
export interface WalletKit {
  network: Network;
  config: Config;
  /** Only on a local chain. */
  testWallet?: TestWallet;
}

let kit: Promise<WalletKit> | undefined;

/** Makes the kit on the first call. Import this file dynamically: it brings wagmi and RainbowKit. */
export function walletKit(): Promise<WalletKit> {
  kit ??= fetchNetwork()
    .then((network) => ({ network, ...createWalletConfig(network) }))
    .catch((error: unknown) => {
      kit = undefined;
      throw error;
    });
  return kit;
}

/** Connects the built-in test wallet. */
export async function connectTestWallet(): Promise<void> {
  const { config } = await walletKit();
  const connector = config.connectors.find(({ id }) => id === TEST_WALLET_ID);
  if (!connector) throw new Error('There is a test wallet on local chains only.');
  if (getAccount(config).connector?.id === TEST_WALLET_ID) return;
  await connect(config, { connector });
}

export async function disconnectWallet(): Promise<void> {
  const { config } = await walletKit();
  await disconnect(config);
}

/** Asks the wallet to change to the portal's chain, adding it where it is unknown. */
export async function switchToPortalChain(): Promise<void> {
  const { config, network } = await walletKit();
  await switchChain(config, { chainId: network.chainId });
}
