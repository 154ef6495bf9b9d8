'use client';

import { Wallet } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useSession } from '@/lib/client/session';
import { useWallet } from '@/lib/client/wallet/use-wallet';
import { Button } from '../ui/button';
import { AccountButton } from './account-button';

/** Brings the code that speaks to the chain: fetched when somebody opens it. */
const AccountMenu = dynamic(() => import('./account-menu'), {
  ssr: false,
  loading: () => <AccountButton loading aria-expanded={false} />,
});

function Account() {
  const [isWanted, setWanted] = useState(false);
  if (isWanted) return <AccountMenu />;
  return (
    <AccountButton aria-haspopup="dialog" aria-expanded={false} onClick={() => setWanted(true)} />
  );
}

/** Connects a wallet; once connected or signed in, the account with everything that belongs to it. */
export function ConnectButton() {
  const wallet = useWallet();
  const { data: session } = useSession();
  if (wallet.status === 'connected' || session) return <Account />;
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
