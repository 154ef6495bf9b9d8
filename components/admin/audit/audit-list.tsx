'use client';

import Link from 'next/link';
import { Address, Time } from '@/components/ui';
import { type AuditEntry, adminAuditPage, auditActions } from '@/lib/core/protocol/admin';
import { AdminList } from '../list/admin-list';
import type { Column, Filter } from '../list/types';
import { JsonView } from '../panel/json-view';

const words: Readonly<Record<string, string>> = {
  'deal.end': 'ended a deal',
  'deal.cancel': 'cancelled a deal',
  'slot.replace': 'replaced a node',
  'job.retry': 'retried a job',
};

function Target({ entry }: { entry: AuditEntry }) {
  const [id = '', slot] = entry.target.split('/');
  const isDeal = entry.action.startsWith('deal.') || entry.action === 'slot.replace';
  return (
    <>
      {isDeal ? (
        <Link href={`/admin/deals/${id}`} className="link font-mono text-xs">
          {id}
        </Link>
      ) : (
        <span className="font-mono text-xs">{id}</span>
      )}
      {slot === undefined ? null : `, slot ${slot}`}
    </>
  );
}

const columns: readonly Column<AuditEntry>[] = [
  {
    id: 'created',
    head: 'When',
    sort: 'created',
    cell: ({ createdAt }) => <Time date={createdAt} />,
  },
  { id: 'actor', head: 'Who', cell: ({ actor }) => <Address value={actor} noCopy /> },
  { id: 'action', head: 'What', cell: ({ action }) => words[action] ?? action },
  { id: 'target', head: 'To what', cell: (entry) => <Target entry={entry} /> },
  {
    id: 'details',
    head: 'Details',
    cell: ({ details }) => <JsonView value={details} label="show" />,
  },
];

const filters: readonly Filter[] = [
  {
    name: 'action',
    label: 'Action',
    options: auditActions.map((value) => ({ value, label: words[value] ?? value })),
  },
];

/** What administrators did, and when. */
export function AuditList() {
  return (
    <AdminList
      name="audit"
      title="Audit log"
      schema={adminAuditPage}
      columns={columns}
      filters={filters}
      searchFor="Address of an administrator, id of a deal or job"
      defaultSort="created"
      rowId={({ id }) => id}
      panels={false}
      empty={{
        title: 'Nobody has intervened yet',
        text: 'Every end of a deal, replacement of a node and retry of a job is written down here.',
      }}
    />
  );
}
