'use client';

import { useSyncExternalStore } from 'react';
import { type WalletState, walletState, wish } from './state';

const serverState: WalletState = { status: 'idle' };

export interface UseWallet extends WalletState {
  /** Loads the wallet kit where needed and shows the list of wallets. */
  connect(): void;
  /** Connects the built-in test wallet; local chain only. */
  connectTestWallet(): void;
  disconnect(): Promise<void>;
  /** Asks the wallet to go to the portal's chain; throws what the wallet says. */
  switchNetwork(): Promise<void>;
}

async function disconnect(): Promise<void> {
  const { disconnectWallet } = await import('./kit');
  await disconnectWallet();
}

async function switchNetwork(): Promise<void> {
  const { switchToPortalChain } = await import('./kit');
  await switchToPortalChain();
}

const actions = {
  connect: () => wish('choose'),
  connectTestWallet: () => wish('test'),
  disconnect,
  switchNetwork,
};

/** The reader's wallet; reading it downloads nothing. */
export function useWallet(): UseWallet {
  const state = useSyncExternalStore(walletState.subscribe, walletState.get, () => serverState);
  return { ...state, ...actions };
}
