'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { errorText } from '@/lib/client/error-text';
import { LOCAL_CHAIN_ID, useNetwork } from '@/lib/client/network';
import { useSession } from '@/lib/client/session';
import { chainClient } from '@/lib/client/wallet/chain';
import { useWallet } from '@/lib/client/wallet/use-wallet';
import type { Address as AddressText } from '@/lib/core/protocol/primitives';
import { Address } from '../ui/address';
import { Amount } from '../ui/amount';
import { Button } from '../ui/button';
import { toast } from '../ui/toaster';
import { GetTestFil } from './get-test-fil';
import { TestAccounts } from './test-accounts';

const BALANCE_MS = 10_000;

/** The balance of an account, kept fresh while it is shown. */
export function useBalance(address: AddressText) {
  return useQuery({
    queryKey: ['balance', address],
    queryFn: async () => (await chainClient()).getBalance({ address }),
    refetchInterval: BALANCE_MS,
  });
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <span className="text-muted">{label}</span>
      <span className="text-right">{children}</span>
    </div>
  );
}

/** Runs an action of a button and tells what went wrong. */
function useAction() {
  const [busy, setBusy] = useState(false);
  const run = (title: string, action: () => Promise<unknown>) => {
    setBusy(true);
    action()
      .catch((error: unknown) => toast({ tone: 'bad', title, text: errorText(error) }))
      .finally(() => setBusy(false));
  };
  return { busy, run };
}

function WrongNetwork({ name }: { name: string }) {
  const { switchNetwork } = useWallet();
  const { busy, run } = useAction();
  return (
    <div className="grid gap-2 border-b p-4">
      <p className="flex items-start gap-2 text-warn">
        <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
        Your wallet is on another network.
      </p>
      <Button
        size="sm"
        loading={busy}
        onClick={() => run('The network did not change', switchNetwork)}
      >
        Switch to {name}
      </Button>
    </div>
  );
}

export interface AccountPanelProps {
  address: AddressText;
  isWrongNetwork: boolean;
}

/** Balance, session, test coins, and the way out. */
export function AccountPanel({ address, isWrongNetwork }: AccountPanelProps) {
  const wallet = useWallet();
  const session = useSession();
  const { data: network } = useNetwork();
  const balance = useBalance(address);
  const { busy, run } = useAction();
  const isConnected = wallet.status === 'connected';
  return (
    <>
      {isWrongNetwork && network ? <WrongNetwork name={network.chainName} /> : null}
      <div className="grid gap-2 p-4">
        <Line label={wallet.isTestWallet ? 'Test wallet' : 'Account'}>
          <Address value={address} />
        </Line>
        <Line label="Balance">
          {balance.data === undefined ? '…' : <Amount atto={balance.data} />}
        </Line>
        <Line label="Network">{network?.chainName ?? '…'}</Line>
        <Line label="Session">
          {session.data ? (
            <span className="inline-flex items-center gap-1 text-accent">
              <CircleCheck className="size-4" aria-hidden />
              {session.data.admin ? 'Signed in, administrator' : 'Signed in'}
            </span>
          ) : (
            'Not signed in'
          )}
        </Line>
        {network?.chainId === LOCAL_CHAIN_ID ? <GetTestFil address={address} /> : null}
        {wallet.isTestWallet ? <TestAccounts current={address} /> : null}
      </div>
      <div className="flex flex-wrap gap-2 border-t p-4">
        {isConnected ? null : (
          <Button size="sm" onClick={wallet.connect}>
            Connect wallet
          </Button>
        )}
        {session.data ? (
          <Button
            size="sm"
            loading={busy}
            onClick={() => run('Signing out failed', session.signOut)}
          >
            Sign out
          </Button>
        ) : (
          <Button
            size="sm"
            variant="primary"
            loading={busy}
            onClick={() => run('Signing in failed', session.signIn)}
          >
            Sign in
          </Button>
        )}
        {isConnected ? (
          <Button
            size="sm"
            variant="ghost"
            onClick={() => run('Disconnecting failed', wallet.disconnect)}
          >
            Disconnect
          </Button>
        ) : null}
      </div>
    </>
  );
}
