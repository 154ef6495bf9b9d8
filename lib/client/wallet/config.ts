import { connectorsForWallets, type WalletList } from '@rainbow-me/rainbowkit';
import { injectedWallet, walletConnectWallet } from '@rainbow-me/rainbowkit/wallets';
import { type Config, createConfig, createConnector, http, injected } from 'wagmi';
import type { Network } from '@/lib/core/protocol/network';
import { clientEnv } from '../env';
import { LOCAL_CHAIN_ID } from '../network';
import { platformName } from '../platform-name';
import { chainOf, pollMs } from './chain';
import { createTestWallet, TEST_WALLET_ID, TEST_WALLET_NAME, type TestWallet } from './test-wallet';
import { testWalletIcon } from './test-wallet-icon';

/** RainbowKit's description of the test wallet; the connector is wagmi's own for injected ones. */
function testWalletEntry({ provider }: TestWallet): WalletList[number]['wallets'][number] {
  const target = { id: TEST_WALLET_ID, name: TEST_WALLET_NAME, provider: provider as never };
  return () => ({
    id: TEST_WALLET_ID,
    name: TEST_WALLET_NAME,
    iconUrl: testWalletIcon,
    iconBackground: '#0b6a61',
    createConnector: (details) =>
      createConnector((config) => ({ ...injected({ target })(config), ...details })),
  });
}

/** Wallets of the old kind, which do not announce themselves; left out where there is none. */
function injectedEntry(hasOther: boolean): WalletList[number]['wallets'][number] {
  return () => ({
    ...injectedWallet(),
    hidden: () => hasOther && !('ethereum' in window),
  });
}

/** The wagmi configuration for a network: injected wallets, and more where it makes sense. */
export function createWalletConfig(network: Network): { config: Config; testWallet?: TestWallet } {
  const projectId = clientEnv.walletConnectProjectId;
  const testWallet = network.chainId === LOCAL_CHAIN_ID ? createTestWallet(network) : undefined;
  const groups: WalletList = [
    ...(testWallet ? [{ groupName: 'This network', wallets: [testWalletEntry(testWallet)] }] : []),
    {
      groupName: 'Your wallets',
      wallets: [
        injectedEntry(testWallet !== undefined),
        ...(projectId ? [walletConnectWallet] : []),
      ],
    },
  ];
  const chain = chainOf(network);
  const config = createConfig({
    chains: [chain],
    connectors: connectorsForWallets(groups, {
      appName: platformName,
      // Required by the type; only WalletConnect reads it.
      projectId: projectId ?? 'none',
    }),
    transports: { [chain.id]: http(network.rpcUrl) },
    pollingInterval: pollMs(network.chainId),
    // Reconnect in an effect: while rendering it would set the state of the bridge.
    ssr: true,
  });
  return { config, testWallet };
}
