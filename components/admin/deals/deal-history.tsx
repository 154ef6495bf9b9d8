import Link from 'next/link';
import { Address, Time } from '@/components/ui';
import type { AdminDealDetail } from '@/lib/core/protocol/admin';
import { Section } from '../panel/facts';
import { JsonView } from '../panel/json-view';
import { Rows } from '../panel/rows';
import { Status } from '../status';

/** Transactions, jobs, proofs, plans, retrievals, events and deeds of one deal. */
export function DealHistory({ detail }: { detail: AdminDealDetail }) {
  const { transactions, jobs, poreps, plans, retrievals, events, audit } = detail;
  return (
    <>
      <Section title="Jobs" count={jobs.length} empty="No job waits or runs for this deal.">
        <Rows
          caption="Jobs of the deal"
          heads={['Job', 'State', 'Tries', 'Queued', 'Error']}
          rows={jobs.map((job) => ({
            key: job.id,
            cells: [
              <Link key="link" href={`/admin/jobs/${job.id}`} className="link">
                {job.queue}
              </Link>,
              <Status key="state" value={job.state} />,
              `${job.retries} of ${job.retryLimit}`,
              <Time key="at" date={job.createdAt} />,
              job.error ?? '',
            ],
          }))}
        />
      </Section>
      <Section title="Transactions" count={transactions.length} empty="Nothing has been sent yet.">
        <Rows
          caption="Transactions of the deal"
          heads={['What', 'Status', 'Hash', 'Queued', 'Error']}
          rows={transactions.map((item) => ({
            key: item.id,
            cells: [
              <Link key="link" href={`/admin/transactions/${item.id}`} className="link">
                {item.kind}
              </Link>,
              <Status key="status" value={item.status} />,
              item.hash ? <Address key="hash" value={item.hash} /> : '–',
              <Time key="at" date={item.createdAt} />,
              item.error?.code ?? '',
            ],
          }))}
        />
      </Section>
      <Section title="Seal proofs" count={poreps.length} empty="No node has sent a PoRep yet.">
        <Rows
          caption="PoRep submissions"
          heads={['Slot', 'Node', 'Verdict', 'Received', 'Reason']}
          rows={poreps.map((row) => ({
            key: `${row.slot}/${row.generation}/${row.receivedAt}`,
            cells: [
              `${row.slot}${row.generation ? ` gen. ${row.generation}` : ''}`,
              <Address key="node" value={row.operator} noCopy />,
              <Status key="status" value={row.status} />,
              <Time key="at" date={row.receivedAt} />,
              row.reason ?? '',
            ],
          }))}
        />
      </Section>
      <Section title="Plans" count={plans.length} empty="No plan has been made yet.">
        <Rows
          caption="Plans of the deal"
          heads={['Plan', 'Made', 'Reaches its tier', 'Excluded']}
          rows={plans.map((plan) => ({
            key: plan.planId,
            cells: [
              <Address key="id" value={plan.planId} />,
              <Time key="at" date={plan.createdAt} />,
              plan.reached ? 'yes' : 'no',
              `${plan.excluded.length}`,
            ],
          }))}
        />
      </Section>
      <Section title="Retrievals" count={retrievals.length} empty="Nobody has asked for the file.">
        <Rows
          caption="Retrievals of the deal"
          heads={['Asked', 'By', 'Status', 'Failure']}
          rows={retrievals.map((row) => ({
            key: row.retrievalId,
            cells: [
              <Time key="at" date={row.createdAt} />,
              /^0x0+$/.test(row.requester) ? (
                'a repair'
              ) : (
                <Address key="by" value={row.requester} />
              ),
              <Status key="status" value={row.status} />,
              row.failure ?? '',
            ],
          }))}
        />
      </Section>
      <Section title="Events of the contract" count={events.length} empty="None are final yet.">
        <Rows
          caption="Final events"
          heads={['Block', 'Event', 'Transaction', 'Arguments']}
          rows={events.map((event) => ({
            key: `${event.blockNumber}/${event.logIndex}`,
            cells: [
              `${event.blockNumber}`,
              event.name,
              <Address key="hash" value={event.txHash} />,
              <JsonView key="args" value={event.args} label="show" />,
            ],
          }))}
        />
      </Section>
      <Section title="By administrators" count={audit.length} empty="Nobody has intervened.">
        <Rows
          caption="Audit log of the deal"
          heads={['When', 'Who', 'What', 'Details']}
          rows={audit.map((entry) => ({
            key: entry.id,
            cells: [
              <Time key="at" date={entry.createdAt} />,
              <Address key="who" value={entry.actor} noCopy />,
              entry.action,
              <JsonView key="more" value={entry.details} label="show" />,
            ],
          }))}
        />
      </Section>
    </>
  );
}
