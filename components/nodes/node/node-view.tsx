'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Address, ErrorState, PageHeader, Skeleton } from '@/components/ui';
import { api } from '@/lib/client/api';
import { nodeDetail, nodeWork } from '@/lib/core/protocol/nodes';
import { NodeBadges } from '../node-badges';
import { regionName } from '../regions';
import { NodeEarnings } from './node-earnings';
import { NodeHours } from './node-hours';
import { NodeProofs } from './node-proofs';
import { NodeSettings } from './node-settings';
import { NodeStats } from './node-stats';

/** 30 days of 24 periods. */
const PERIODS = 720;
const REFRESH_MS = 15_000;

/** Everything that is public about one computer. */
export function NodeView(props: { operator: string; simulatedClock: boolean }) {
  const { operator, simulatedClock } = props;
  const node = useQuery({
    queryKey: ['node', operator],
    queryFn: ({ signal }) => api(`/api/nodes/${operator}`, nodeDetail, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const work = useQuery({
    queryKey: ['node-work', operator],
    queryFn: ({ signal }) =>
      api(`/api/nodes/${operator}/work?periods=${PERIODS}`, nodeWork, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const header = (
    <PageHeader
      above={
        <Link className="link" href="/nodes">
          Nodes
        </Link>
      }
      title={
        <>
          Node <Address value={operator} />
        </>
      }
      lead={node.data ? leadOf(node.data) : undefined}
      actions={node.data ? <NodeBadges node={node.data} /> : undefined}
    />
  );
  if (!node.data) {
    return (
      <>
        {header}
        {node.error ? (
          <ErrorState error={node.error} title="The node cannot be shown." retry={node.refetch} />
        ) : (
          <ViewSkeleton />
        )}
      </>
    );
  }
  return (
    <>
      {header}
      <div className="grid gap-6">
        <NodeStats node={node.data} />
        {work.data ? (
          <>
            <NodeProofs node={node.data} work={work.data} />
            <NodeEarnings deals={work.data.deals} />
          </>
        ) : work.error ? (
          <ErrorState error={work.error} title="Its proofs cannot be shown." retry={work.refetch} />
        ) : (
          <Skeleton className="h-72" />
        )}
        <NodeHours node={node.data} simulatedClock={simulatedClock} />
        <NodeSettings node={node.data} periodSeconds={work.data?.periodSeconds} />
      </div>
    </>
  );
}

function leadOf({ region, timeZone }: { region?: string; timeZone?: string }): string {
  const zone = timeZone?.replaceAll('_', ' ');
  const parts = [region ? regionName(region) : '', zone ? `local time of ${zone}` : ''];
  return parts.filter(Boolean).join(' · ') || 'Neither region nor time zone are known.';
}

function ViewSkeleton() {
  return (
    <div className="grid gap-6">
      <Skeleton className="h-24" />
      <Skeleton className="h-72" />
      <Skeleton className="h-48" />
    </div>
  );
}
