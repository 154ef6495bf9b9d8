'use client';

import { Time } from '@/components/ui';
import { type AdminPeriod, adminPeriodPage } from '@/lib/core/protocol/admin';
import { AdminList } from '../list/admin-list';
import type { Column, Filter } from '../list/types';
import { Status } from '../status';

/** Proofs that were not due yet are among those accepted, so this is the least that was missed. */
const missed = ({ due, accepted }: AdminPeriod) =>
  accepted < due ? `at least ${due - accepted}` : '–';

const columns: readonly Column<AdminPeriod>[] = [
  { id: 'period', head: 'Period', sort: 'period', cell: ({ period }) => `${period}` },
  { id: 'status', head: 'Status', cell: ({ status }) => <Status value={status} /> },
  { id: 'leaves', head: 'Accounts', numeric: true, cell: ({ leaves }) => leaves },
  { id: 'due', head: 'Due', sort: 'due', numeric: true, cell: ({ due }) => due },
  { id: 'accepted', head: 'Accepted, due or not', numeric: true, cell: ({ accepted }) => accepted },
  {
    id: 'rejected',
    head: 'Rejected',
    sort: 'rejected',
    numeric: true,
    cell: ({ rejected }) => rejected,
  },
  { id: 'missed', head: 'Missed', numeric: true, cell: missed },
  {
    id: 'down',
    head: 'Intake down',
    numeric: true,
    cell: ({ downSeconds }) => (downSeconds === 0 ? '–' : `${downSeconds} s`),
  },
  {
    id: 'closed',
    head: 'Closed',
    cell: ({ closedAt }) => (closedAt ? <Time date={closedAt} /> : '–'),
  },
  {
    id: 'posted',
    head: 'Root on chain',
    cell: ({ postedAt }) => (postedAt ? <Time date={postedAt} /> : '–'),
  },
];

const filters: readonly Filter[] = [
  {
    name: 'status',
    label: 'Status',
    options: [
      { value: 'OPEN', label: 'open' },
      { value: 'CLOSED', label: 'closed, root not posted' },
      { value: 'POSTED', label: 'posted' },
      { value: 'VOID', label: 'void' },
    ],
  },
];

/** Proving periods with their proofs. */
export function PeriodsList() {
  return (
    <AdminList
      name="periods"
      title="Periods and proofs"
      schema={adminPeriodPage}
      columns={columns}
      filters={filters}
      searchFor="Number of a period"
      defaultSort="period"
      rowId={({ period }) => `${period}`}
      empty={{
        title: 'No periods yet',
        text: 'The first one opens when the beacon of the chain has been recorded for it.',
      }}
    />
  );
}
