'use client';

import Link from 'next/link';
import { Address, Time } from '@/components/ui';
import { useAdminDetail } from '@/lib/client/admin/queries';
import { type AdminJobDetail, adminJobDetail } from '@/lib/core/protocol/admin';
import { type Fact, Facts, Section } from '../panel/facts';
import { JsonView } from '../panel/json-view';
import { SidePanel } from '../panel/side-panel';
import { Status } from '../status';
import { RetryJob } from './retry-job';

function factsOf(job: AdminJobDetail): Fact[] {
  const { dealId, ...rest } = job.payload;
  const when = (instant: string | undefined) => (instant ? <Time date={instant} /> : undefined);
  return [
    ['Job', <Address key="id" value={job.id} full />],
    [
      'Deal',
      typeof dealId === 'string' ? (
        <Link key="deal" href={`/admin/deals/${dealId}`} className="link font-mono">
          {dealId}
        </Link>
      ) : undefined,
    ],
    ...Object.entries(rest).map(([name, value]): Fact => [name, String(value)]),
    ['Tries', `${job.retries} of ${job.retryLimit}`],
    ['Queued', when(job.createdAt)],
    ['Due', when(job.dueAt)],
    ['Started', when(job.startedAt)],
    ['Ended', when(job.completedAt)],
    ['Waits as', job.singletonKey],
  ];
}

/** One job with its last error. */
export function JobPanel({ id }: { id: string }) {
  const result = useAdminDetail('jobs', id, adminJobDetail);
  return (
    <SidePanel
      list="jobs"
      title={result.data ? `Job: ${result.data.queue}` : 'Job'}
      result={result}
    >
      {(job) => (
        <>
          <div className="flex flex-wrap items-center gap-3">
            <Status value={job.state} />
            <RetryJob job={job} />
          </div>
          <Facts facts={factsOf(job)} />
          {job.error ? (
            <Section title="What it failed with">
              <p className="max-w-text text-sm text-bad">{job.error}</p>
            </Section>
          ) : null}
          {job.output === undefined ? null : (
            <JsonView value={job.output} label="Its whole output" />
          )}
        </>
      )}
    </SidePanel>
  );
}
