'use client';

import { Wallet } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useSession } from '@/lib/client/session';
import { useWallet } from '@/lib/client/wallet/use-wallet';
import { Button } from '../ui/button';

const AccountMenu = dynamic(() => import('./account-menu'), {
  ssr: false,
  loading: () => <Button loading>Account</Button>,
});

/** Connects a wallet; once connected or signed in, the account with everything that belongs to it. */
export function ConnectButton() {
  const wallet = useWallet();
  const { data: session } = useSession();
  if (wallet.status === 'connected' || session) return <AccountMenu />;
  return (
    <Button
      variant="primary"
      loading={wallet.status === 'connecting'}
      onClick={wallet.connect}
      aria-label="Connect wallet"
    >
      {wallet.status === 'connecting' ? null : <Wallet aria-hidden />}
      <span className="hidden sm:inline">Connect wallet</span>
      <span className="sm:hidden">Connect</span>
    </Button>
  );
}
