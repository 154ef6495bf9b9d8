'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { Skeleton } from '@/components/ui';
import type { SignupCreated } from '@/lib/core/protocol/signup';
import { NextSteps } from './next-steps';
import type { Market } from './rate-field';
import { SignUpForm } from './sign-up-form';
import { readStoredSignUp, storeSignUp } from './stored-sign-up';

/** What the server tells of the market; bigints do not travel to the browser as props. */
export interface MarketProps {
  nodes: number;
  medianRate: string | null;
  usedShare: number;
}

const never = () => () => {};

/** The form needs the browser's time zone, which the server does not know. */
function useInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/** From the form to a computer that is connected. */
export function SignUp({ market }: { market: MarketProps }) {
  const [signUp, setSignUp] = useState<SignupCreated | null>(null);
  useEffect(() => setSignUp(readStoredSignUp()), []);
  const change = (next: SignupCreated | null) => {
    storeSignUp(next);
    setSignUp(next);
    window.scrollTo({ top: 0 });
  };
  if (!useInBrowser()) return <FormSkeleton />;
  if (signUp) return <NextSteps signUp={signUp} onAgain={() => change(null)} />;
  const { medianRate } = market;
  const parsed: Market = { ...market, medianRate: medianRate === null ? null : BigInt(medianRate) };
  return <SignUpForm market={parsed} onDone={change} />;
}

function FormSkeleton() {
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid gap-6">
        <Skeleton className="h-80" />
        <Skeleton className="h-48" />
        <Skeleton className="h-48" />
      </div>
      <Skeleton className="h-64" />
    </div>
  );
}
