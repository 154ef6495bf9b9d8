'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Laptop } from 'lucide-react';
import Link from 'next/link';
import { Button, Card, EmptyState, ErrorState, Skeleton } from '@/components/ui';
import { api } from '@/lib/client/api';
import { nodePage } from '@/lib/core/protocol/nodes';
import { NodesTable } from './nodes-table';

const PAGE = 25;
const REFRESH_MS = 15_000;

/** One page of the network's computers; the place in the list is in the address. */
export function NodesList(props: { cursor: string | undefined; simulatedClock: boolean }) {
  const { cursor, simulatedClock } = props;
  const search = new URLSearchParams({ limit: String(PAGE), ...(cursor ? { cursor } : {}) });
  const { data, error, refetch } = useQuery({
    queryKey: ['nodes', cursor ?? ''],
    queryFn: ({ signal }) => api(`/api/nodes?${search}`, nodePage, { signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
  if (!data && error) {
    return <ErrorState error={error} title="The nodes could not be loaded." retry={refetch} />;
  }
  if (!data) return <ListSkeleton />;
  if (data.nodes.length === 0) return <NoNodes isFirstPage={cursor === undefined} />;
  const isOnlyPage = cursor === undefined && data.nextCursor === null;
  return (
    <div className="grid gap-4">
      <Card>
        <NodesTable nodes={data.nodes} simulatedClock={simulatedClock} />
      </Card>
      {isOnlyPage ? null : <Pages cursor={cursor} next={data.nextCursor} />}
    </div>
  );
}

function Pages({ cursor, next }: { cursor: string | undefined; next: string | null }) {
  return (
    <nav aria-label="Pages" className="flex justify-between gap-3">
      {cursor ? (
        <Button asChild>
          <Link href="/nodes">First page</Link>
        </Button>
      ) : (
        <span />
      )}
      {next ? (
        <Button asChild>
          <Link href={`/nodes?cursor=${encodeURIComponent(next)}`}>Next {PAGE}</Link>
        </Button>
      ) : (
        <span className="self-center text-sm text-muted">End of the list</span>
      )}
    </nav>
  );
}

function NoNodes({ isFirstPage }: { isFirstPage: boolean }) {
  const offer = (
    <Button asChild variant="primary">
      <Link href={isFirstPage ? '/nodes/new' : '/nodes'}>
        {isFirstPage ? 'Offer space' : 'First page'}
      </Link>
    </Button>
  );
  return (
    <Card>
      <EmptyState
        icon={Laptop}
        title={isFirstPage ? 'No nodes yet' : 'No more nodes'}
        text={
          isFirstPage
            ? 'Computers that offer space stand here with their hours and what they ask for. Be the first.'
            : 'The list ends before this page.'
        }
        action={offer}
      />
    </Card>
  );
}

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

function ListSkeleton() {
  return (
    <Card className="grid gap-px p-4">
      {ROWS.map((row) => (
        <Skeleton key={row} className="my-1 h-9" />
      ))}
    </Card>
  );
}
