'use client';

import Link from 'next/link';
import { Address, Time } from '@/components/ui';
import { useAdminDetail } from '@/lib/client/admin/queries';
import { shortAddress } from '@/lib/client/format';
import { type AdminPeriodDetail, adminPeriodDetail } from '@/lib/core/protocol/admin';
import { type Fact, Facts, Section } from '../panel/facts';
import { Rows } from '../panel/rows';
import { SidePanel } from '../panel/side-panel';
import { Status } from '../status';

function factsOf(period: AdminPeriodDetail): Fact[] {
  const hash = (value: string | undefined) =>
    value ? <Address key={value} value={value} /> : undefined;
  return [
    ['Seed', hash(period.seed)],
    ['Root', hash(period.root)],
    ['Verdict file’s hash', hash(period.manifestHash)],
    [
      'Verdict file',
      period.root ? (
        <a key="file" href={`/api/verdicts/${period.period}`} className="link">
          as published
        </a>
      ) : undefined,
    ],
    ['Closed', period.closedAt ? <Time key="closed" date={period.closedAt} /> : undefined],
    ['Root on chain', period.postedAt ? <Time key="posted" date={period.postedAt} /> : undefined],
    ['Intake down', period.downSeconds ? `${period.downSeconds} s` : undefined],
  ];
}

function Proofs({ period }: { period: AdminPeriodDetail }) {
  const { proofs, proofCount } = period;
  return (
    <Section
      title="Proofs"
      count={proofCount}
      empty="No slot had anything to prove in this period."
    >
      {proofCount > proofs.length ? (
        <p className="text-sm text-muted">
          The first {proofs.length}, broken promises first. The verdict file has all of them.
        </p>
      ) : null}
      <Rows
        caption="Proofs of the period"
        heads={['Deal', 'Slot', 'Node', 'Promised', 'Verdict', 'Proof']}
        rows={proofs.map((proof) => ({
          key: `${proof.deal}/${proof.slot}/${proof.generation}`,
          cells: [
            <Link
              key="deal"
              href={`/admin/deals/${proof.dealId ?? proof.deal}`}
              className="link font-mono"
            >
              {shortAddress(proof.deal)}
            </Link>,
            `${proof.slot}${proof.generation ? ` gen. ${proof.generation}` : ''}`,
            proof.node ? (
              <Address key="node" value={proof.node} href={`/admin/nodes/${proof.node}`} noCopy />
            ) : (
              '–'
            ),
            proof.due ? 'yes' : 'no',
            <span key="verdict" title={proof.reason}>
              <Status value={proof.state} />
            </span>,
            proof.digest ? <Address key="digest" value={proof.digest} /> : '–',
          ],
        }))}
      />
    </Section>
  );
}

/** One period: what was promised, what came. */
export function PeriodPanel({ period }: { period: string }) {
  const result = useAdminDetail('periods', period, adminPeriodDetail);
  return (
    <SidePanel list="periods" title={`Period ${period}`} result={result}>
      {(detail) => (
        <>
          <div className="flex flex-wrap items-center gap-3 text-sm">
            <Status value={detail.status} />
            {detail.status === 'OPEN' ? null : (
              <span>
                {detail.due} due, {detail.accepted} accepted (due or not), {detail.rejected}{' '}
                rejected
              </span>
            )}
          </div>
          <Facts facts={factsOf(detail)} />
          <Proofs period={detail} />
          <Section
            title="Messages of nodes"
            count={detail.messageCount}
            empty="No node has sent anything for this period."
          >
            <Rows
              caption="Proof messages"
              heads={['Node', 'Received', 'Judged', 'Bytes', 'Digest']}
              rows={detail.messages.map((message) => ({
                key: message.id,
                cells: [
                  <Address
                    key="node"
                    value={message.operator}
                    href={`/admin/nodes/${message.operator}`}
                    noCopy
                  />,
                  <Time key="at" date={message.receivedAt} />,
                  message.verifiedAt ? 'yes' : 'not yet',
                  message.bytes.toLocaleString('en'),
                  <Address key="digest" value={message.digest} />,
                ],
              }))}
            />
          </Section>
        </>
      )}
    </SidePanel>
  );
}
