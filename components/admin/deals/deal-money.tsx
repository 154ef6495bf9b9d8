'use client';

import { Amount, ErrorText, SkeletonLines } from '@/components/ui';
import { runwayAt } from '@/lib/client/deals/runway';
import { useDealMoney } from '@/lib/client/deals/use-deal-money';
import { useNow } from '@/lib/client/deals/use-now';
import { formatDuration, shortAddress } from '@/lib/client/format';
import type { AdminDealDetail } from '@/lib/core/protocol/admin';
import { type Fact, Facts, Section } from '../panel/facts';
import { Rows } from '../panel/rows';

const running = ['PENDING', 'ACTIVE', 'CLOSING'];

type Slot = AdminDealDetail['deal']['slots'][number];

/** What each generation has earned so far, by final events. */
function Earnings({ slots }: { slots: readonly Slot[] }) {
  return (
    <Rows
      caption="Earnings by slot"
      heads={['Slot', 'Payout', 'Proven periods', 'Settled', 'Seal reward']}
      rows={slots.map((slot) => ({
        key: `${slot.slot}/${slot.generation}`,
        cells: [
          `${slot.slot}${slot.generation ? ` gen. ${slot.generation}` : ''}`,
          shortAddress(slot.payout),
          `${slot.provenPeriods}`,
          <Amount key="settled" atto={slot.settledAmount} />,
          <Amount key="seal" atto={slot.sealReward} />,
        ],
      }))}
    />
  );
}

/** The contract's money as the chain has it now, and what the slots were paid. */
export function DealMoney({ detail }: { detail: AdminDealDetail }) {
  const { deal, periodSeconds } = detail;
  const isRunning = running.includes(deal.status);
  const { data: money, error } = useDealMoney(deal.dealId, deal.address, isRunning);
  const now = useNow(isRunning ? 1000 : 60_000);
  if (!deal.address) {
    return <Section title="Money" count={0} empty="Nothing is paid before the start." />;
  }
  const runway =
    money && now !== null && isRunning
      ? runwayAt(money, now / 1000, periodSeconds, deal.terms?.minRunwayPeriods ?? 0)
      : null;
  const facts: Fact[] = money
    ? [
        ['In the contract', <Amount key="in" atto={money.contractBalance} />],
        ['Not yet earned', <Amount key="free" atto={money.clientBalance} />],
        ['Earned since the last settlement', <Amount key="accrued" atto={money.accrued} />],
        ['Owed at most', <Amount key="owed" atto={money.liabilities} />],
        ['Paid out', <Amount key="paid" atto={money.paid} />],
        ['Settled to nodes', <Amount key="settled" atto={deal.paid} />],
        ['Seal rewards', <Amount key="seal" atto={deal.sealRewardsPaid} />],
        [
          'Refunded',
          deal.refunded === undefined ? undefined : <Amount key="back" atto={deal.refunded} />,
        ],
        [
          'Lasts',
          runway ? `${runway.periods} periods, ${formatDuration(runway.seconds)}` : undefined,
        ],
      ]
    : [];
  return (
    <Section title="Money">
      {error ? <ErrorText error={error} /> : null}
      {money ? <Facts facts={facts} /> : error ? null : <SkeletonLines lines={4} />}
      {deal.slots.length > 0 ? <Earnings slots={deal.slots} /> : null}
    </Section>
  );
}
