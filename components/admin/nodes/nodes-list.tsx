'use client';

import { Address, Badge, Time } from '@/components/ui';
import { useAdminList } from '@/lib/client/admin/queries';
import { formatBytes, formatRate, formatRating } from '@/lib/client/format';
import { type AdminNode, adminNodePage } from '@/lib/core/protocol/admin';
import { AdminList } from '../list/admin-list';
import type { Column, Filter } from '../list/types';

function Presence({ node }: { node: AdminNode }) {
  if (node.retired) return <Badge>retired</Badge>;
  return node.online ? <Badge tone="good">online</Badge> : <Badge tone="warn">offline</Badge>;
}

const columns: readonly Column<AdminNode>[] = [
  { id: 'operator', head: 'Node', cell: ({ operator }) => <Address value={operator} noCopy /> },
  { id: 'state', head: 'State', cell: (node) => <Presence node={node} /> },
  {
    id: 'region',
    head: 'Region',
    cell: ({ region, timeZone }) => [region, timeZone].filter(Boolean).join(', ') || '–',
  },
  {
    id: 'rating',
    head: 'Rating',
    sort: 'rating',
    numeric: true,
    cell: ({ rating, fulfilments, commitments }) => (
      <span title={`${fulfilments} of ${commitments} promises kept`}>{formatRating(rating)}</span>
    ),
  },
  { id: 'live', head: 'Live slots', numeric: true, cell: ({ liveSlots }) => liveSlots },
  {
    id: 'reserved',
    head: 'In use',
    sort: 'reserved',
    numeric: true,
    cell: ({ reservedBytes }) => formatBytes(reservedBytes),
  },
  {
    id: 'capacity',
    head: 'Capacity',
    sort: 'capacity',
    numeric: true,
    cell: ({ capacityBytes }) => formatBytes(capacityBytes),
  },
  { id: 'rate', head: 'Rate', sort: 'rate', numeric: true, cell: ({ rate }) => formatRate(rate) },
  { id: 'accepting', head: 'Takes new', cell: ({ accepting }) => (accepting ? 'yes' : 'no') },
  {
    id: 'seen',
    head: 'Heard of',
    sort: 'seen',
    cell: ({ lastSeenAt }) => (lastSeenAt ? <Time date={lastSeenAt} /> : 'never'),
  },
];

const states: Filter = {
  name: 'state',
  label: 'State',
  options: ['online', 'offline', 'accepting', 'retired'].map((value) => ({ value, label: value })),
};

/** Every registered node. */
export function NodesList() {
  const { data } = useAdminList('nodes', 'limit=1', adminNodePage);
  const regions: Filter = {
    name: 'region',
    label: 'Region',
    options: (data?.regions ?? []).map((value) => ({ value, label: value })),
  };
  return (
    <AdminList
      name="nodes"
      title="Nodes"
      schema={adminNodePage}
      columns={columns}
      filters={[states, regions]}
      searchFor="Operator, payout, time zone or subnet"
      defaultSort="seen"
      rowId={({ operator }) => operator}
      empty={{
        title: 'No nodes yet',
        text: 'A node appears here when its registration is final on the chain.',
      }}
    />
  );
}
