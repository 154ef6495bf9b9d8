'use client';

import { Address, Time } from '@/components/ui';
import { formatBytes } from '@/lib/client/format';
import { type AdminDeal, adminDealPage } from '@/lib/core/protocol/admin';
import { dealStatuses } from '@/lib/core/protocol/deals';
import { AdminList } from '../list/admin-list';
import type { Column, Filter } from '../list/types';
import { Status } from '../status';

const columns: readonly Column<AdminDeal>[] = [
  {
    id: 'file',
    head: 'File',
    cell: ({ file }) => (
      <span className="inline-block max-w-56 truncate align-bottom">{file.name}</span>
    ),
  },
  { id: 'status', head: 'Status', sort: 'status', cell: ({ status }) => <Status value={status} /> },
  { id: 'client', head: 'Client', cell: ({ client }) => <Address value={client} noCopy /> },
  {
    id: 'size',
    head: 'Size',
    sort: 'size',
    numeric: true,
    cell: ({ file }) => formatBytes(file.bytes),
  },
  {
    id: 'slots',
    head: 'Sealed',
    numeric: true,
    cell: ({ sealed, unsealed }) =>
      sealed + unsealed === 0 ? '–' : `${sealed} of ${sealed + unsealed}`,
  },
  { id: 'tier', head: 'Tier', cell: ({ tier }) => tier },
  {
    id: 'ends',
    head: 'Last period',
    sort: 'ends',
    numeric: true,
    cell: ({ endPeriod }) => (endPeriod === undefined ? '–' : `${endPeriod}`),
  },
  {
    id: 'updated',
    head: 'Changed',
    sort: 'updated',
    cell: ({ updatedAt }) => <Time date={updatedAt} />,
  },
  {
    id: 'created',
    head: 'Asked for',
    sort: 'created',
    cell: ({ createdAt }) => <Time date={createdAt} />,
  },
];

const filters: readonly Filter[] = [
  {
    name: 'status',
    label: 'Status',
    options: [
      { value: 'open', label: 'Not over' },
      ...dealStatuses.map((status) => ({ value: status, label: status.toLowerCase() })),
    ],
  },
  {
    name: 'tier',
    label: 'Tier',
    options: ['instant', 'half-day', 'day'].map((tier) => ({ value: tier, label: tier })),
  },
];

/** Deals of all clients. */
export function DealsList() {
  return (
    <AdminList
      name="deals"
      title="Deals"
      schema={adminDealPage}
      columns={columns}
      filters={filters}
      searchFor="File name, id, contract, client or failure code"
      defaultSort="created"
      rowId={({ dealId }) => dealId}
      empty={{
        title: 'No deals yet',
        text: 'A deal appears here as soon as a client asks for the storage of an upload.',
      }}
    />
  );
}
