import type { Address } from '@/lib/core/protocol/primitives';
import { createStore } from '../store';

/** What pages know of the wallet, whether or not its code is loaded. */
export interface WalletState {
  /** `idle`: nothing connected; `connecting`: loading, asking or reconnecting. */
  status: 'idle' | 'connecting' | 'connected';
  /** Lower-case. */
  address?: Address;
  /** The chain that the wallet is on, which need not be ours. */
  chainId?: number;
  /** True for the built-in test wallet. */
  isTestWallet?: boolean;
}

/** What the loaded kit shall do next: show the list of wallets, or take the test wallet at once. */
export type WalletWish = 'choose' | 'test';

export const walletState = createStore<WalletState>({ status: 'idle' });
/** Set once the wallet kit is wanted; nothing of it is downloaded before. */
export const walletWanted = createStore(false);
export const walletWish = createStore<WalletWish | null>(null);

const REMEMBERED_KEY = 'msp.wallet';

/** True if a wallet was connected when the reader left. */
export function wasConnected(): boolean {
  try {
    return localStorage.getItem(REMEMBERED_KEY) === '1';
  } catch {
    // Storage may be forbidden: then nothing was remembered either.
    return false;
  }
}

/** Remembers for the next visit whether a wallet is connected. */
export function rememberConnected(connected: boolean): void {
  try {
    if (connected) localStorage.setItem(REMEMBERED_KEY, '1');
    else localStorage.removeItem(REMEMBERED_KEY);
  } catch {
    // Storage may be forbidden: the reader connects again next time.
  }
}

/** Loads the kit and shows it a wish. */
export function wish(next: WalletWish): void {
  walletWish.set(next);
  walletWanted.set(true);
  if (walletState.get().status === 'idle') walletState.set({ status: 'connecting' });
}
