'use client';

import Link from 'next/link';
import { Card, CardBody, CardHeader, CardTitle, Progress, Stat, StatGrid } from '@/components/ui';
import { useOverview } from '@/lib/client/admin/queries';
import { formatDuration } from '@/lib/client/format';
import type { AdminOverview } from '@/lib/core/protocol/admin';
import { dealStatuses } from '@/lib/core/protocol/deals';
import { Status } from '../status';

/** How many deals are in each state; a click shows them. */
function DealsByStatus({ deals }: { deals: AdminOverview['deals'] }) {
  const all = deals.reduce((sum, { count }) => sum + count, 0);
  const countOf = new Map(deals.map(({ status, count }) => [status, count]));
  return (
    <Card>
      <CardHeader>
        <CardTitle>Deals by state</CardTitle>
      </CardHeader>
      <CardBody>
        {all === 0 ? <p className="text-sm text-muted">No deals yet.</p> : null}
        <ul className="grid gap-2">
          {dealStatuses
            .filter((status) => countOf.get(status))
            .map((status) => (
              <li
                key={status}
                className="grid grid-cols-[7rem_1fr_4rem] items-center gap-3 text-sm"
              >
                <Link href={`/admin/deals?status=${status}`} className="hover:underline">
                  <Status value={status} />
                </Link>
                <Progress
                  value={countOf.get(status) ?? 0}
                  max={all}
                  label={`${status.toLowerCase()} deals`}
                />
                <span className="text-right">{countOf.get(status)?.toLocaleString('en')}</span>
              </li>
            ))}
        </ul>
      </CardBody>
    </Card>
  );
}

function Proofs({ proofs, chain }: AdminOverview) {
  const { dayDue, dayAccepted, dayRejected } = proofs;
  const missed = dayDue - dayAccepted;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Proofs of the last 24 periods</CardTitle>
      </CardHeader>
      <StatGrid className="grid-cols-1 rounded-t-none border-0 sm:grid-cols-2">
        <Stat
          label="Due"
          value={dayDue.toLocaleString('en')}
          hint={
            missed > 0 ? `at least ${missed.toLocaleString('en')} of them missed` : 'by promise'
          }
        />
        {/* No share of those due: which ones the accepted ones are is not counted. */}
        <Stat
          label="Accepted"
          value={dayAccepted.toLocaleString('en')}
          hint="with those that came before they were due"
        />
        <Stat label="Rejected" value={dayRejected.toLocaleString('en')} hint="sent, but wrong" />
        <Stat
          label="Period now"
          value={chain.period === undefined ? '–' : `${chain.period}`}
          hint={`one takes ${formatDuration(chain.periodSeconds)}${chain.simulatedClock ? ', simulated' : ''}`}
        />
      </StatGrid>
    </Card>
  );
}

function Jobs({ jobs, workers }: AdminOverview) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Work</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-2 text-sm">
        <p>
          {jobs.waiting} jobs wait, {jobs.running} run, {jobs.retrying} are to be tried again,{' '}
          <Link href="/admin/jobs?state=dead" className="link">
            {jobs.dead} failed for good
          </Link>
          .
        </p>
        <p className="text-muted">
          {workers.leads.length === 0
            ? 'No worker leads anything at the moment.'
            : `Elected: ${workers.leads.join(', ')}.`}
        </p>
      </CardBody>
    </Card>
  );
}

/** The first page of the administration, under the health strip. */
export function Overview() {
  const { data } = useOverview();
  if (!data) return null;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <DealsByStatus deals={data.deals} />
      <div className="grid gap-4">
        <Proofs {...data} />
        <Jobs {...data} />
      </div>
    </div>
  );
}
