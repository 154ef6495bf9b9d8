'use client';

import Link from 'next/link';
import { Quilt } from '@/components/charts/quilt';
import { Address, Amount, Badge, Time } from '@/components/ui';
import { useAdminDetail } from '@/lib/client/admin/queries';
import { formatBytes, formatRate, formatRating, shortAddress } from '@/lib/client/format';
import { type AdminNodeDetail, adminNodeDetail } from '@/lib/core/protocol/admin';
import { type Fact, Facts, Section } from '../panel/facts';
import { JsonView } from '../panel/json-view';
import { Rows } from '../panel/rows';
import { SidePanel } from '../panel/side-panel';
import { Status } from '../status';

function factsOf(node: AdminNodeDetail): Fact[] {
  const { slots, inbox } = node;
  return [
    ['Operator', <Address key="operator" value={node.operator} full />],
    ['Payout', <Address key="payout" value={node.payout} full />],
    [
      'Rating',
      `${formatRating(node.rating)}, ${node.fulfilments} of ${node.commitments} promises kept`,
    ],
    ['Capacity', `${formatBytes(node.reservedBytes)} of ${formatBytes(node.capacityBytes)} in use`],
    ['Rate', formatRate(node.rate)],
    ['Max span', `${node.maxSpan} periods`],
    ['Earned', <Amount key="earned" atto={node.earned} />],
    [
      'Slots',
      `${slots.live} live, ${slots.sealing} sealing, ${slots.offered} offered, ${slots.ended} ended`,
    ],
    ['Takes new sectors', node.accepting ? 'yes' : 'no'],
    ['Region', node.region],
    ['Time zone', node.timeZone],
    ['Subnet', node.subnet],
    ['Agent', node.agent],
    ['Heard of', node.lastSeenAt ? <Time key="seen" date={node.lastSeenAt} /> : 'never'],
    ['Inbox', `${inbox.sent - inbox.acknowledged} of ${inbox.sent} events not acknowledged`],
    ['Registered in period', `${node.registeredPeriod}`],
  ];
}

function Held({ node }: { node: AdminNodeDetail }) {
  return (
    <Section title="Slots held" count={node.held.length} empty="It has not held any yet.">
      <Rows
        caption="Slots that the node held"
        heads={['Deal', 'Slot', 'State', 'Kept', 'Last proof']}
        rows={node.held.map((slot) => ({
          key: `${slot.dealId}/${slot.slot}/${slot.generation}`,
          cells: [
            <Link key="deal" href={`/admin/deals/${slot.dealId}`} className="link font-mono">
              {shortAddress(slot.deal ?? slot.dealId)}
            </Link>,
            `${slot.slot}${slot.generation ? ` gen. ${slot.generation}` : ''}`,
            <span key="state">
              <Status value={slot.state} /> {slot.endReason}
            </span>,
            slot.commitments ? `${slot.fulfilments} of ${slot.commitments}` : '–',
            slot.lastAccepted === 0n ? '–' : `${slot.lastAccepted}`,
          ],
        }))}
      />
    </Section>
  );
}

/** One node with what only administrators see. */
export function NodePanel({ operator }: { operator: string }) {
  const result = useAdminDetail('nodes', operator, adminNodeDetail);
  return (
    <SidePanel list="nodes" title={`Node ${shortAddress(operator)}`} result={result}>
      {(node) => (
        <>
          <div className="flex flex-wrap items-center gap-3">
            {node.online ? <Badge tone="good">online</Badge> : <Badge tone="warn">offline</Badge>}
            {node.retired ? <Badge>retired</Badge> : null}
            <Link href={`/nodes/${operator}`} className="link text-sm">
              Its public page
            </Link>
          </div>
          <Section title="What it is">
            <Facts facts={factsOf(node)} />
            <JsonView value={node} label="All of it as data" />
          </Section>
          <Section title="Promised hours of the week">
            <Quilt
              rows={[{ id: operator, label: 'Hours', promised: BigInt(node.hoursMap) }]}
              label="Promised hours of this node"
              compact
            />
          </Section>
          <Held node={node} />
          <Section title="Newest proof messages" count={node.messages.length} empty="None yet.">
            <Rows
              caption="Proof messages"
              heads={['Period', 'Bytes', 'Received']}
              rows={node.messages.map(({ period, bytes, receivedAt }) => ({
                key: `${period}/${receivedAt}`,
                cells: [
                  <Link key="period" href={`/admin/periods/${period}`} className="link">
                    {`${period}`}
                  </Link>,
                  bytes.toLocaleString('en'),
                  <Time key="at" date={receivedAt} />,
                ],
              }))}
            />
          </Section>
          <Section title="Newest relayed calls" count={node.relays.length} empty="None yet.">
            <Rows
              caption="Relayed calls"
              heads={['Function', 'Status', 'Asked', 'Error']}
              rows={node.relays.map((relay) => ({
                key: relay.id,
                cells: [
                  <code key="selector">{relay.selector}</code>,
                  <Status key="status" value={relay.status} />,
                  <Time key="at" date={relay.createdAt} />,
                  relay.error ?? '',
                ],
              }))}
            />
          </Section>
        </>
      )}
    </SidePanel>
  );
}
