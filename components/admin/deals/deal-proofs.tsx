'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { Quilt } from '@/components/charts/quilt';
import { ErrorText } from '@/components/ui';
import { proofPeriods } from '@/lib/client/admin/proof-periods';
import { useProofs } from '@/lib/client/deals/queries';
import { shortAddress } from '@/lib/client/format';
import type { AdminDealDetail } from '@/lib/core/protocol/admin';
import { hourOfWeek } from '@/lib/core/protocol/clock';
import { Section } from '../panel/facts';
import { Rows } from '../panel/rows';

/** Rows of the table; older periods are in the picture and in the list of periods. */
const MOST = 24;

/** Proofs of the last week: the picture by slot generation, the figures by period. */
export function DealProofs({ detail }: { detail: AdminDealDetail }) {
  const { deal, period } = detail;
  const { data, error } = useProofs(deal);
  const promisedBy = useMemo(
    () => new Map(deal.slots.map((slot) => [`${slot.slot}/${slot.generation}`, slot.hoursMap])),
    [deal.slots],
  );
  const rows = useMemo(
    () =>
      (data?.slots ?? []).map(({ slot, generation, node, kept, missed }) => ({
        id: `${slot}/${generation}`,
        label: generation ? `${slot} gen. ${generation}` : `Slot ${slot}`,
        note: shortAddress(node),
        promised: BigInt(promisedBy.get(`${slot}/${generation}`) ?? '0x0'),
        kept: BigInt(kept),
        missed: BigInt(missed),
      })),
    [data, promisedBy],
  );
  const periods = data ? proofPeriods(data, deal.startPeriod ?? data.to) : [];
  return (
    <Section
      title="Hourly proofs"
      count={deal.posts.accepted + deal.posts.rejected}
      empty="None are due before the deal has started and a slot is live."
    >
      {error ? <ErrorText error={error} /> : null}
      {rows.length > 0 ? (
        <Quilt
          rows={rows}
          fit
          now={period === undefined ? undefined : hourOfWeek(period)}
          label="Promised and proved hours of the week, one row per slot"
        />
      ) : null}
      {periods.length > 0 ? (
        <Rows
          caption="Proofs by period"
          heads={['Period', 'Proved', 'Missed', 'Slots that missed']}
          rows={periods.slice(0, MOST).map((row) => ({
            key: `${row.period}`,
            cells: [
              <Link key="period" href={`/admin/periods/${row.period}`} className="link">
                {`${row.period}`}
              </Link>,
              row.isVoid ? 'void, nothing was due' : `${row.kept.length}`,
              row.isVoid ? '' : `${row.missed.length}`,
              row.missed.join(', '),
            ],
          }))}
        />
      ) : null}
      {periods.length > MOST ? (
        <p className="text-xs text-muted">
          The newest {MOST} of {periods.length} periods; the picture shows the whole week.
        </p>
      ) : null}
    </Section>
  );
}
