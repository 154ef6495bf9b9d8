'use client';

import { useConnectModal } from '@rainbow-me/rainbowkit';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useAccount, useAccountEffect } from 'wagmi';
import { sessionKey, useSession } from '@/lib/client/session';
import { connectTestWallet, type WalletKit } from '@/lib/client/wallet/kit';
import { rememberConnected, walletState, walletWish } from '@/lib/client/wallet/state';
import { TEST_WALLET_ID } from '@/lib/client/wallet/test-wallet';
import { walletError } from '@/lib/client/wallet/wallet-error';
import type { Address } from '@/lib/core/protocol/primitives';
import { toast } from '../ui/toaster';
import { useReconnected } from './use-reconnected';

/** Writes what wagmi knows into our own store. */
function useMirror(wishPending: boolean, modalOpen: boolean): void {
  const { status, address, chainId, connector } = useAccount();
  useEffect(() => {
    if (status === 'connected' && address) {
      rememberConnected(true);
      walletState.set({
        status: 'connected',
        address: address.toLowerCase() as Address,
        chainId,
        isTestWallet: connector?.id === TEST_WALLET_ID,
      });
      return;
    }
    const isBusy = status === 'connecting' || status === 'reconnecting' || wishPending || modalOpen;
    walletState.set({ status: isBusy ? 'connecting' : 'idle' });
  }, [status, address, chainId, connector, wishPending, modalOpen]);
}

/** Another account, or none, must not act in the session of the first one. */
function useSignOutOnChange(): void {
  const { address } = useAccount();
  const { data: session, signOut } = useSession();
  const client = useQueryClient();
  const leave = useRef(signOut);
  leave.current = signOut;
  const isOther = Boolean(session && address && session.address !== address.toLowerCase());
  useEffect(() => {
    if (!isOther) return;
    // The page forgets the session at once; the portal hears of it in the next moment.
    client.setQueryData(sessionKey, null);
    leave.current().then(
      () => toast({ title: 'Signed out', text: 'Your wallet changed to another account.' }),
      () => toast({ tone: 'bad', title: 'Signing out failed', text: 'Reload the page.' }),
    );
  }, [isOther, client]);
  useAccountEffect({
    onDisconnect: () => {
      rememberConnected(false);
      leave.current().catch(() => {
        toast({ tone: 'bad', title: 'Signing out failed', text: 'Reload the page.' });
      });
    },
  });
}

/** Connects the kit with the rest of the page: wishes come in, the wallet's state goes out. */
export function WalletBridge({ kit }: { kit: WalletKit }) {
  const next = useSyncExternalStore(walletWish.subscribe, walletWish.get, () => null);
  const { openConnectModal, connectModalOpen } = useConnectModal();
  const { status } = useAccount();
  const isReconnected = useReconnected(kit.config);
  useMirror(next !== null, connectModalOpen);
  useSignOutOnChange();

  useEffect(() => {
    if (next === null || !isReconnected) return;
    walletWish.set(null);
    if (status === 'connected') return;
    if (next === 'test' && kit.testWallet) {
      connectTestWallet().catch((error: unknown) => {
        const { detail } = walletError(error);
        toast({ tone: 'bad', title: 'The test wallet did not open', text: detail });
      });
    } else {
      openConnectModal?.();
    }
  }, [next, isReconnected, status, openConnectModal, kit]);
  return null;
}
