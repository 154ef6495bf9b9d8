'use client';

import { Time } from '@/components/ui';
import { type AdminJob, adminJobPage } from '@/lib/core/protocol/admin';
import { AdminList } from '../list/admin-list';
import type { Column, Filter } from '../list/types';
import { Status } from '../status';
import { RetryJob } from './retry-job';

const about = ({ payload }: AdminJob) =>
  Object.entries(payload)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');

const columns: readonly Column<AdminJob>[] = [
  { id: 'queue', head: 'Queue', cell: ({ queue }) => queue },
  { id: 'state', head: 'State', cell: ({ state }) => <Status value={state} /> },
  {
    id: 'about',
    head: 'About',
    cell: (job) => (
      <span
        className="inline-block max-w-72 truncate align-bottom font-mono text-xs"
        title={about(job)}
      >
        {about(job) || '–'}
      </span>
    ),
  },
  {
    id: 'retries',
    head: 'Tries',
    sort: 'retries',
    numeric: true,
    cell: ({ retries, retryLimit, state }) =>
      state === 'dead' ? 'all' : `${retries} of ${retryLimit}`,
  },
  {
    id: 'error',
    head: 'Error',
    cell: ({ error }) => (
      <span className="inline-block max-w-64 truncate align-bottom" title={error}>
        {error ?? ''}
      </span>
    ),
  },
  {
    id: 'created',
    head: 'Queued',
    sort: 'created',
    cell: ({ createdAt }) => <Time date={createdAt} />,
  },
  { id: 'due', head: 'Due', sort: 'due', cell: ({ dueAt }) => <Time date={dueAt} /> },
  {
    id: 'retry',
    head: <span className="sr-only">Actions</span>,
    cell: (job) => <RetryJob job={job} />,
  },
];

const queues = [
  'encode',
  'plan',
  'publish',
  'verify-porep',
  'verify-post',
  'close-period',
  'settle',
  'decide-disputes',
  'repair',
  'retrieve',
  'notify',
  'end-deal',
  'gc',
];

const filters: readonly Filter[] = [
  {
    name: 'state',
    label: 'State',
    options: [
      { value: 'dead', label: 'dead letters' },
      { value: 'created', label: 'waiting' },
      { value: 'retry', label: 'retrying' },
      { value: 'active', label: 'running' },
      { value: 'failed', label: 'failed' },
      { value: 'completed', label: 'completed' },
      { value: 'cancelled', label: 'cancelled' },
    ],
  },
  {
    name: 'queue',
    label: 'Queue',
    options: queues.map((value) => ({ value, label: value })),
  },
];

/** Jobs of all queues, and the letters of those that failed for good. */
export function JobsList() {
  return (
    <AdminList
      name="jobs"
      title="Jobs"
      schema={adminJobPage}
      columns={columns}
      filters={filters}
      searchFor="Id, anything in the payload, or an error"
      defaultSort="created"
      rowId={({ id }) => id}
      empty={{
        title: 'No jobs',
        text: 'Nothing waits, runs or has failed. Finished jobs are kept for an hour.',
      }}
    />
  );
}
