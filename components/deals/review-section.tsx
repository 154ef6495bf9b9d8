'use client';

import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Badge, ErrorState, Skeleton, toast } from '@/components/ui';
import { api } from '@/lib/client/api';
import { usePlan, useRefreshDeal } from '@/lib/client/deals/queries';
import { type DealSnapshot, dealAccepted, type Tier } from '@/lib/core/protocol/deals';
import type { Network } from '@/lib/core/protocol/network';
import type { Address } from '@/lib/core/protocol/primitives';
import { QuiltCard } from './quilt-card';
import { ReviewCost } from './review-cost';
import { ReviewNodes } from './review-nodes';
import { ReviewOutlook } from './review-outlook';

interface ReviewSectionProps {
  deal: DealSnapshot;
  network: Network;
  now: number | null;
}

/** Wishes for another plan. */
export interface ReplanWish {
  tier?: Tier;
  exclude?: readonly Address[];
}

/** Asks for a new plan; done when another one than before is on the page. */
function useReplan(deal: DealSnapshot, shownPlan: string | undefined) {
  const refresh = useRefreshDeal(deal.dealId);
  const [waitsFor, setWaitsFor] = useState<string | null>(null);
  const mutation = useMutation({
    mutationFn: (wish: ReplanWish) =>
      api(`/api/deals/${deal.dealId}/plan`, dealAccepted, { json: wish }),
    onMutate: () => setWaitsFor(shownPlan ?? ''),
    onSuccess: refresh,
    onError: () => setWaitsFor(null),
  });
  const isWaiting = waitsFor !== null && waitsFor === (shownPlan ?? '');
  useEffect(() => {
    if (waitsFor === null || isWaiting) return;
    setWaitsFor(null);
    toast({ tone: 'good', title: 'The new plan is here' });
  }, [waitsFor, isWaiting]);
  return { replan: mutation.mutate, isWaiting, error: mutation.error };
}

/** Everything that the client should look at before confirming. */
export function ReviewSection({ deal, network, now }: ReviewSectionProps) {
  const query = usePlan(deal);
  const { replan, isWaiting, error } = useReplan(deal, query.data?.planId);
  const [excluded, setExcluded] = useState<readonly Address[]>([]);
  const plan = query.data;
  if (query.error && !plan) {
    return (
      <ErrorState
        error={query.error}
        title="The plan could not be loaded."
        safe="Your file is uploaded and nothing is paid."
        retry={() => void query.refetch()}
      />
    );
  }
  if (!plan) return <ReviewSkeleton />;
  const exclude = (operators: readonly Address[]) => {
    setExcluded(operators);
    replan({ exclude: operators });
  };
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid min-w-0 gap-6" aria-busy={isWaiting}>
        {isWaiting ? (
          <Badge tone="info">Planning anew; the plan below is the one before</Badge>
        ) : null}
        <QuiltCard deal={{ ...deal, slots: [] }} plan={plan} network={network} now={now} fit />
        <ReviewOutlook plan={plan} onTier={(tier) => replan({ tier })} busy={isWaiting} />
        <ReviewNodes
          plan={plan}
          excluded={excluded}
          onExclude={exclude}
          busy={isWaiting}
          error={error}
        />
      </div>
      <ReviewCost deal={deal} plan={plan} busy={isWaiting} network={network} />
    </div>
  );
}

function ReviewSkeleton() {
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]" role="status">
      <span className="sr-only">Loading the plan</span>
      <div className="grid gap-6">
        <Skeleton className="h-72" />
        <Skeleton className="h-96" />
      </div>
      <Skeleton className="h-96" />
    </div>
  );
}
