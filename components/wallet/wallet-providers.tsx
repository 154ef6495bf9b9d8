'use client';

import dynamic from 'next/dynamic';
import { useEffect, useSyncExternalStore } from 'react';
import { walletWanted, wasConnected } from '@/lib/client/wallet/state';

const WalletIsland = dynamic(() => import('./wallet-island'), { ssr: false });
const no = () => false;

/**
 * The wallet kit beside the page: an island with wagmi and RainbowKit that is downloaded when
 * somebody wants to connect, or was connected before. Pages talk to it through `useWallet`, so that
 * nothing in them starts anew when it arrives.
 */
export function WalletProviders() {
  const wanted = useSyncExternalStore(walletWanted.subscribe, walletWanted.get, no);
  useEffect(() => {
    if (wasConnected()) walletWanted.set(true);
  }, []);
  return wanted ? <WalletIsland /> : null;
}
