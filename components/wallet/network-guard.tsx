'use client';

import { CircleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useNetwork } from '@/lib/client/network';
import { useWallet } from '@/lib/client/wallet/use-wallet';
import { Button } from '../ui/button';
import { ErrorText } from '../ui/error-state';

/**
 * Around a button that sends a transaction: offers to connect a wallet, or to change its network,
 * and shows the button when both are right.
 */
export function NetworkGuard({ children }: { children: ReactNode }) {
  const wallet = useWallet();
  const { data: network } = useNetwork();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (wallet.status !== 'connected') {
    return (
      <Button variant="primary" loading={wallet.status === 'connecting'} onClick={wallet.connect}>
        Connect wallet
      </Button>
    );
  }
  if (!network || wallet.chainId === network.chainId) return <>{children}</>;
  const change = () => {
    setBusy(true);
    setError(null);
    wallet
      .switchNetwork()
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <div className="grid justify-items-start gap-2">
      <p className="flex items-start gap-2 text-sm text-warn">
        <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
        Your wallet is on another network. This portal works on {network.chainName}.
      </p>
      <Button variant="primary" loading={busy} onClick={change}>
        Switch to {network.chainName}
      </Button>
      {error ? <ErrorText error={error} /> : null}
    </div>
  );
}
