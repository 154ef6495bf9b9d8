'use client';

import { ErrorState, Skeleton, SkeletonLines } from '@/components/ui';
import { SignInGate } from '@/components/wallet';
import { ApiError } from '@/lib/client/api';
import { useDeal } from '@/lib/client/deals/queries';
import { useDealStream } from '@/lib/client/deals/use-deal-stream';
import type { Network } from '@/lib/core/protocol/network';
import { DealView } from './deal-view';
import { UnknownDeal } from './unknown-deal';

interface DealPageProps {
  /** The portal's id or the contract's address. */
  id: string;
  network: Network;
}

/** One deal, for the wallet that owns it and for admins. */
export function DealPage(props: DealPageProps) {
  return (
    <SignInGate title="A deal" reason="Deals belong to a wallet. Sign in to see this one.">
      <SignedIn {...props} />
    </SignInGate>
  );
}

function SignedIn({ id, network }: DealPageProps) {
  const query = useDeal(id);
  const stream = useDealStream(id, query.isSuccess);
  if (query.data) return <DealView deal={query.data} stream={stream} network={network} />;
  if (!query.error) return <Loading />;
  if (ApiError.is(query.error) && query.error.status === 404) return <UnknownDeal />;
  return (
    <ErrorState
      error={query.error}
      title="The deal could not be loaded."
      safe="Your file and your money are not affected."
      retry={() => void query.refetch()}
    />
  );
}

function Loading() {
  return (
    <div className="grid gap-6" role="status">
      <span className="sr-only">Loading the deal</span>
      <Skeleton className="h-9 w-72" />
      <Skeleton className="h-12" />
      <Skeleton className="h-20" />
      <SkeletonLines lines={8} label="" />
    </div>
  );
}
