'use client';

import Link from 'next/link';
import { Address, Amount, Time } from '@/components/ui';
import { useAdminDetail } from '@/lib/client/admin/queries';
import { type AdminTransactionDetail, adminTransactionDetail } from '@/lib/core/protocol/admin';
import { type Fact, Facts, Section } from '../panel/facts';
import { JsonView } from '../panel/json-view';
import { Rows } from '../panel/rows';
import { SidePanel } from '../panel/side-panel';
import { Status } from '../status';

function factsOf(row: AdminTransactionDetail): Fact[] {
  const when = (instant: string | undefined) => (instant ? <Time date={instant} /> : undefined);
  const big = (value: bigint | undefined) => value?.toLocaleString('en');
  return [
    ['Error', row.error ? `${row.error.code}: ${row.error.message}` : undefined],
    ['Key', row.idempotencyKey],
    ['Hash', row.hash ? <Address key="hash" value={row.hash} full /> : undefined],
    ['To', <Address key="to" value={row.to} full />],
    [
      'Deal',
      row.dealId ? (
        <Link key="deal" href={`/admin/deals/${row.dealId}`} className="link font-mono">
          {row.dealId}
        </Link>
      ) : undefined,
    ],
    ['Signer', row.signer],
    ['Nonce', row.nonce],
    ['Value', row.value > 0n ? <Amount key="value" atto={row.value} /> : undefined],
    ['Block', big(row.blockNumber)],
    ['Gas used', big(row.gasUsed)],
    ['Least gas', big(row.gasLimit)],
    ['Queued', when(row.createdAt)],
    ['Sent', when(row.sentAt)],
    ['Final', when(row.finalisedAt)],
  ];
}

/** One transaction of the outbox with all its attempts. */
export function TransactionPanel({ id }: { id: string }) {
  const result = useAdminDetail('transactions', id, adminTransactionDetail);
  return (
    <SidePanel list="transactions" title={result.data?.kind ?? 'Transaction'} result={result}>
      {(row) => (
        <>
          <div>
            <Status value={row.status} />
          </div>
          <Facts facts={factsOf(row)} />
          <Section title="Attempts" count={row.attempts.length} empty="It has not been signed yet.">
            <Rows
              caption="Attempts"
              heads={['Hash', 'Signed', 'Highest fee', 'Tip']}
              rows={row.attempts.map((attempt) => ({
                key: attempt.hash,
                cells: [
                  <Address key="hash" value={attempt.hash} />,
                  <Time key="at" date={attempt.at} />,
                  <Amount key="fee" atto={attempt.maxFeePerGas} />,
                  <Amount key="tip" atto={attempt.maxPriorityFeePerGas} />,
                ],
              }))}
            />
          </Section>
          {row.relays.length > 0 ? (
            <Section title="Relayed calls in it" count={row.relays.length}>
              <Rows
                caption="Relayed calls"
                heads={['Node', 'Function', 'Status', 'Error']}
                rows={row.relays.map((relay) => ({
                  key: relay.id,
                  cells: [
                    <Address
                      key="from"
                      value={relay.from}
                      href={`/admin/nodes/${relay.from}`}
                      noCopy
                    />,
                    <code key="selector">{relay.selector}</code>,
                    <Status key="status" value={relay.status} />,
                    relay.error ?? '',
                  ],
                }))}
              />
            </Section>
          ) : null}
          <JsonView value={row.data} label="Call data" />
        </>
      )}
    </SidePanel>
  );
}
