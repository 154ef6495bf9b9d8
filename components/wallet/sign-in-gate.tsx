'use client';

import { ShieldCheck, Wallet } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { LOCAL_CHAIN_ID, useNetwork } from '@/lib/client/network';
import { useSession } from '@/lib/client/session';
import { useWallet } from '@/lib/client/wallet/use-wallet';
import { Button } from '../ui/button';
import { ErrorText } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { SkeletonLines } from '../ui/skeleton';

/** Signs in at once when the wallet that was asked for arrives, so that two steps feel like one. */
function useSignIn() {
  const { signIn } = useSession();
  const { status } = useWallet();
  const [wanted, setWanted] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (!wanted || status !== 'connected') return;
    setWanted(false);
    setBusy(true);
    setError(null);
    signIn()
      .catch(setError)
      .finally(() => setBusy(false));
  }, [wanted, status, signIn]);
  return { busy, error, start: () => setWanted(true) };
}

export interface SignInGateProps {
  /** Heading of a page whose own heading comes with its children. */
  title?: string;
  /** Why the reader must sign in here, as a sentence: "Deals belong to a wallet." */
  reason: string;
  children: ReactNode;
}

/** Shows its children once the reader has signed in, and the way there until then. */
export function SignInGate({ title, reason, children }: SignInGateProps) {
  const { data: session, isLoading } = useSession();
  if (session) return <>{children}</>;
  if (isLoading) return <SkeletonLines lines={4} />;
  return (
    <>
      {title ? <PageHeader title={title} /> : null}
      <SignInPrompt reason={reason} />
    </>
  );
}

function SignInPrompt({ reason }: { reason: string }) {
  const wallet = useWallet();
  const { data: network } = useNetwork();
  const { busy, error, start } = useSignIn();
  const isConnected = wallet.status === 'connected';
  const isWaiting = busy || wallet.status === 'connecting';
  return (
    <section
      aria-label="Sign in"
      className="mx-auto grid max-w-lg justify-items-start gap-4 rounded-md border bg-surface p-6"
    >
      <ShieldCheck className="size-8 text-accent" strokeWidth={1.5} aria-hidden />
      <div className="grid gap-1">
        <h2 className="text-lg">Sign in with your wallet</h2>
        <p className="text-sm">{reason}</p>
        <p className="text-sm text-muted">
          You sign a short message. It costs nothing, moves no money and gives us no password.
        </p>
      </div>
      <div className="flex flex-wrap gap-3">
        <Button
          variant="primary"
          loading={isWaiting}
          onClick={() => {
            start();
            if (!isConnected) wallet.connect();
          }}
        >
          {isWaiting ? null : <Wallet aria-hidden />}
          {isConnected ? 'Sign in' : 'Connect wallet and sign in'}
        </Button>
        {!isConnected && network?.chainId === LOCAL_CHAIN_ID ? (
          <Button
            disabled={isWaiting}
            onClick={() => {
              start();
              wallet.connectTestWallet();
            }}
          >
            Use the test wallet
          </Button>
        ) : null}
      </div>
      <p aria-live="polite" className={busy ? 'text-xs text-muted' : 'sr-only'}>
        {busy ? 'Look at your wallet: it asks you to sign.' : ''}
      </p>
      {error ? <ErrorText error={error} /> : null}
    </section>
  );
}
