'use client';

import { Radio, Unplug } from 'lucide-react';
import Link from 'next/link';
import { PageHeader } from '@/components/ui';
import { durationName } from '@/lib/client/deals/durations';
import { nextStepOf } from '@/lib/client/deals/next-step';
import { rulesOf, usePlan } from '@/lib/client/deals/queries';
import { runwayAt } from '@/lib/client/deals/runway';
import { tierName } from '@/lib/client/deals/tiers';
import { isReadyToStart } from '@/lib/client/deals/timeline';
import { useDealMoney } from '@/lib/client/deals/use-deal-money';
import type { StreamState } from '@/lib/client/deals/use-deal-stream';
import { useNow } from '@/lib/client/deals/use-now';
import { visibleName } from '@/lib/client/file-name';
import { formatBytes, formatDuration, formatFil, formatInstant } from '@/lib/client/format';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import type { Network } from '@/lib/core/protocol/network';
import { CancelButton } from './cancel-button';
import { CloseCard } from './close-card';
import { CollectCard } from './collect-card';
import { DealTimeline } from './deal-timeline';
import { DownloadButton } from './download-panel';
import { HistoryCard } from './history-card';
import { MoneyCard } from './money-card';
import { NextStepCard } from './next-step-card';
import { QuiltCard } from './quilt-card';
import { ReviewSection } from './review-section';
import { SectorsCard } from './sectors-card';
import { StartPanel } from './start-panel';
import { StatusBadge } from './status-badge';

const TICK_MS = 5000;

interface DealViewProps {
  deal: DealSnapshot;
  stream: StreamState;
  network: Network;
}

/** Everything about one deal, arranged by what matters in its state. */
export function DealView({ deal, stream, network }: DealViewProps) {
  const now = useNow(TICK_MS);
  const { periodSeconds } = network;
  const isRunning = deal.status === 'ACTIVE' || deal.status === 'CLOSING';
  const isStarted = deal.startPeriod !== undefined;
  const money = useDealMoney(deal.dealId, isStarted ? deal.address : undefined, isRunning);
  const plan = usePlan(deal).data;
  const runway =
    money.data && now !== null
      ? runwayAt(money.data, now / 1000, periodSeconds, rulesOf(network).minRunwayPeriods)
      : null;
  const isReady = isReadyToStart(deal);
  const step = nextStepOf(deal, {
    runway,
    runwayText: runway ? `for ${formatDuration(runway.seconds)}` : undefined,
    startBy: deal.startDeadline ? formatInstant(new Date(deal.startDeadline)) : undefined,
    refundText: deal.refunded ? formatFil(deal.refunded) : undefined,
  });
  const isReview = deal.status === 'REVIEW';
  const isBefore = ['REQUESTED', 'ENCODED', 'CONFIRMED'].includes(deal.status);
  const isSealing = deal.status === 'PENDING' && !isReady;

  return (
    <div className="grid gap-6">
      <DealHeader deal={deal} stream={stream} isReady={isReady} />
      <DealTimeline deal={deal} />
      <NextStepCard deal={deal} step={step}>
        {isReady ? <StartPanel deal={deal} /> : null}
        {isBefore || isSealing ? (
          <div>
            <CancelButton deal={deal} />
          </div>
        ) : null}
      </NextStepCard>
      {isReview ? (
        <ReviewSection deal={deal} network={network} now={now} />
      ) : (
        <>
          <QuiltCard deal={deal} plan={plan} network={network} now={now} />
          <MoneyCard
            deal={deal}
            money={money.data}
            runway={runway}
            error={money.error}
            retry={() => void money.refetch()}
            periodSeconds={periodSeconds}
            now={now}
          />
          <SectorsCard deal={deal} />
          <CollectCard deal={deal} money={money.data} />
          <HistoryCard deal={deal} />
          <CloseCard deal={deal} money={money.data} />
        </>
      )}
    </div>
  );
}

function DealHeader({
  deal,
  stream,
  isReady,
}: Omit<DealViewProps, 'network'> & { isReady: boolean }) {
  return (
    <PageHeader
      above={
        <Link href="/deals" className="link">
          My deals
        </Link>
      }
      title={<span className="break-all">{visibleName(deal.file.name)}</span>}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <StatusBadge status={deal.status} isReady={isReady} />
          <span>{formatBytes(deal.file.bytes)}</span>
          <span>readable {tierName(deal.tier).toLowerCase()}</span>
          <span>for {durationName(deal.durationPeriods)}</span>
          <Live stream={stream} />
        </span>
      }
      actions={<DownloadButton deal={deal} />}
    />
  );
}

function Live({ stream }: { stream: StreamState }) {
  if (stream === 'over' || stream === 'connecting') return null;
  const isLive = stream === 'live';
  const Icon = isLive ? Radio : Unplug;
  return (
    <span className={`flex items-center gap-1 text-xs ${isLive ? 'text-muted' : 'text-warn'}`}>
      <Icon className="size-3.5" aria-hidden />
      {isLive ? 'live' : 'connection lost, trying again'}
    </span>
  );
}
