'use client';

import { FolderOpen } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import {
  Button,
  Card,
  EmptyState,
  ErrorState,
  PageHeader,
  Select,
  SkeletonLines,
  Table,
  TBody,
  Td,
  THead,
  Th,
  Time,
  Tr,
} from '@/components/ui';
import { SignInGate } from '@/components/wallet';
import { durationName } from '@/lib/client/deals/durations';
import { useDeals } from '@/lib/client/deals/queries';
import { tierName } from '@/lib/client/deals/tiers';
import { visibleName } from '@/lib/client/file-name';
import { formatBytes } from '@/lib/client/format';
import type { DealStatus, DealSummary } from '@/lib/core/protocol/deals';
import { StatusBadge, statusName } from './status-badge';

const filters: readonly DealStatus[] = [
  'REVIEW',
  'PENDING',
  'ACTIVE',
  'CLOSING',
  'COMPLETED',
  'CANCELLED',
  'FAILED',
];

/** All deals of the signed-in wallet. */
export function DealsPage({ periodSeconds }: { periodSeconds: number }) {
  return (
    <>
      <PageHeader
        title="My deals"
        lead="Each file that you store is one deal: its computers, its proofs and its money."
        actions={
          <Button asChild variant="primary">
            <Link href="/store">Store a file</Link>
          </Button>
        }
      />
      <SignInGate reason="Deals belong to a wallet. Sign in to see yours.">
        <DealList periodSeconds={periodSeconds} />
      </SignInGate>
    </>
  );
}

function DealList({ periodSeconds }: { periodSeconds: number }) {
  const [state, setState] = useState<DealStatus | undefined>();
  const query = useDeals(state);
  const deals = query.data?.pages.flatMap((page) => page.deals) ?? [];
  if (query.error && !query.data) {
    return (
      <ErrorState
        error={query.error}
        title="Your deals could not be loaded."
        safe="Your files and your money are not affected."
        retry={() => void query.refetch()}
      />
    );
  }
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-3 border-b px-4 py-3 sm:px-6">
        <p className="text-sm text-muted" aria-live="polite">
          {query.isPending ? 'Loading' : countText(deals.length, query.hasNextPage, state)}
        </p>
        <Select
          aria-label="Show deals"
          className="w-44"
          value={state ?? ''}
          onChange={(event) => setState((event.currentTarget.value || undefined) as DealStatus)}
          options={[
            { value: '', label: 'All deals' },
            ...filters.map((value) => ({ value, label: statusName(value) })),
          ]}
        />
      </div>
      {query.isPending ? (
        <div className="p-6">
          <SkeletonLines lines={5} />
        </div>
      ) : deals.length === 0 ? (
        <NoDeals filter={state} />
      ) : (
        <Rows deals={deals} periodSeconds={periodSeconds} />
      )}
      {query.hasNextPage ? (
        <div className="border-t p-3 text-center">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function countText(count: number, hasMore: boolean, state: DealStatus | undefined): string {
  const what = state ? `, ${statusName(state).toLowerCase()}` : '';
  return `${count}${hasMore ? ' or more' : ''} ${count === 1 && !hasMore ? 'deal' : 'deals'}${what}`;
}

function NoDeals({ filter }: { filter: DealStatus | undefined }) {
  if (filter) return <EmptyState icon={FolderOpen} title="No deal is in this state." />;
  return (
    <EmptyState
      icon={FolderOpen}
      title="No deals yet"
      text="Store a file: you see which computers would keep it, at what price and with what certainty, before you pay anything."
      action={
        <Button asChild variant="primary">
          <Link href="/store">Store a file</Link>
        </Button>
      }
    />
  );
}

function Rows({ deals, periodSeconds }: { deals: readonly DealSummary[]; periodSeconds: number }) {
  return (
    <Table caption="Your deals, newest first">
      <THead>
        <Tr>
          <Th>File</Th>
          <Th>State</Th>
          <Th numeric>Size</Th>
          <Th>Readable</Th>
          <Th numeric>Term</Th>
          <Th>Ends</Th>
          <Th>Stored</Th>
        </Tr>
      </THead>
      <TBody>
        {deals.map((deal) => (
          <Tr key={deal.dealId}>
            <Td className="max-w-64 min-w-40">
              <Link
                href={`/deals/${deal.dealId}`}
                className="link block truncate"
                title={visibleName(deal.file.name)}
              >
                {visibleName(deal.file.name)}
              </Link>
            </Td>
            <Td>
              <StatusBadge status={deal.status} isReady={deal.isReady} />
            </Td>
            <Td numeric>{formatBytes(deal.file.bytes)}</Td>
            <Td className="whitespace-nowrap">{tierName(deal.tier).toLowerCase()}</Td>
            <Td numeric>{durationName(deal.durationPeriods)}</Td>
            <Td className="whitespace-nowrap">
              {deal.accrualEnd ? (
                <Time period={deal.accrualEnd} periodSeconds={periodSeconds} />
              ) : (
                <span className="text-muted">–</span>
              )}
            </Td>
            <Td className="whitespace-nowrap text-muted">
              <Time date={deal.createdAt} />
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}
