'use client';

import { Address, Time } from '@/components/ui';
import {
  type AdminTransaction,
  adminTransactionPage,
  transactionStatuses,
} from '@/lib/core/protocol/admin';
import { AdminList } from '../list/admin-list';
import type { Column, Filter } from '../list/types';
import { Status } from '../status';

const columns: readonly Column<AdminTransaction>[] = [
  { id: 'kind', head: 'What', cell: ({ kind }) => kind },
  { id: 'status', head: 'Status', cell: ({ status }) => <Status value={status} /> },
  { id: 'signer', head: 'Signer', cell: ({ signer }) => signer },
  { id: 'nonce', head: 'Nonce', numeric: true, cell: ({ nonce }) => nonce ?? '–' },
  {
    id: 'hash',
    head: 'Hash',
    cell: ({ hash }) => (hash ? <Address value={hash} noCopy /> : '–'),
  },
  {
    id: 'block',
    head: 'Block',
    sort: 'block',
    numeric: true,
    cell: ({ blockNumber }) => (blockNumber === undefined ? '–' : `${blockNumber}`),
  },
  {
    id: 'gas',
    head: 'Gas',
    sort: 'gas',
    numeric: true,
    cell: ({ gasUsed }) => (gasUsed === undefined ? '–' : gasUsed.toLocaleString('en')),
  },
  {
    id: 'error',
    head: 'Error',
    cell: ({ error }) => (error ? <span title={error.message}>{error.code}</span> : ''),
  },
  {
    id: 'created',
    head: 'Queued',
    sort: 'created',
    cell: ({ createdAt }) => <Time date={createdAt} />,
  },
];

const filters: readonly Filter[] = [
  {
    name: 'status',
    label: 'Status',
    options: [
      { value: 'pending', label: 'pending' },
      ...transactionStatuses.map((value) => ({ value, label: value.toLowerCase() })),
    ],
  },
  {
    name: 'signer',
    label: 'Signer',
    options: ['portal', 'verifier', 'relayer'].map((value) => ({ value, label: value })),
  },
];

/** Everything that the platform's own keys send. */
export function TransactionsList() {
  return (
    <AdminList
      name="transactions"
      title="Transactions"
      schema={adminTransactionPage}
      columns={columns}
      filters={filters}
      searchFor="Hash, target, deal, key or error code"
      defaultSort="created"
      rowId={({ id }) => id}
      empty={{ title: 'No transactions yet', text: 'The platform has sent nothing to the chain.' }}
    />
  );
}
