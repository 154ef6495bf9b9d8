'use client';

import Link from 'next/link';
import { useEffect, useMemo, useState } from 'react';
import { BalanceChart } from '@/components/charts/balance-chart';
import {
  Amount,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  CopyButton,
  ErrorState,
  SkeletonLines,
  Stat,
  StatGrid,
  Term,
  Time,
} from '@/components/ui';
import { balanceSteps } from '@/lib/client/deals/balance-steps';
import { useHistory } from '@/lib/client/deals/queries';
import type { DealMoney, Runway } from '@/lib/client/deals/runway';
import { spendingPerPeriod } from '@/lib/client/deals/top-up';
import { formatDuration } from '@/lib/client/format';
import { periodOf } from '@/lib/core/protocol/clock';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import { TermBar } from './term-bar';

interface MoneyCardProps {
  deal: DealSnapshot;
  money: DealMoney | undefined;
  runway: Runway | null;
  error: unknown;
  retry(): void;
  periodSeconds: number;
  now: number | null;
}

/** Copies the whole address of a page of this portal. */
function ShareLink({ path }: { path: string }) {
  const [origin, setOrigin] = useState('');
  useEffect(() => setOrigin(window.location.origin), []);
  return (
    <span title="A link by which anybody may top up">
      <CopyButton value={`${origin}${path}`} label="Copy the public top-up link" />
    </span>
  );
}

interface BalanceProps {
  deal: DealSnapshot;
  money: DealMoney;
  now: number;
  periodSeconds: number;
}

/** The balance over the term, with what was paid in since the start. */
function Balance({ deal, money, now, periodSeconds }: BalanceProps) {
  const { data: history } = useHistory(deal);
  const steps = useMemo(() => {
    const deposits = (history?.entries ?? []).flatMap(({ name, amount, at }) =>
      name === 'ToppedUp' && amount !== undefined && at !== undefined
        ? [{ amount, period: periodOf(new Date(at).getTime() / 1000, periodSeconds) }]
        : [],
    );
    const perPeriod = spendingPerPeriod(money, now / 1000, periodSeconds);
    return balanceSteps(money, perPeriod, periodOf(now / 1000, periodSeconds), deposits);
  }, [history, money, now, periodSeconds]);
  return <BalanceChart steps={steps} periodSeconds={periodSeconds} />;
}

/** The deal's money as the contract itself states it. */
export function MoneyCard(props: MoneyCardProps) {
  const { deal, money, runway, error, retry, periodSeconds, now } = props;
  if (!deal.address || !deal.startPeriod) return null;
  return (
    <Card id="money">
      <CardHeader
        actions={
          deal.status === 'ACTIVE' ? (
            <span className="flex items-center gap-1 text-sm">
              <Link href={`/deals/${deal.address}/top-up`} className="link">
                Top up
              </Link>
              <ShareLink path={`/deals/${deal.address}/top-up`} />
            </span>
          ) : undefined
        }
      >
        <CardTitle>Money</CardTitle>
        <p className="text-xs text-muted">Read from the contract, not from the portal.</p>
      </CardHeader>
      <CardBody className="grid grid-cols-1 gap-4">
        {money ? (
          <>
            <StatGrid className="grid-cols-[repeat(auto-fit,minmax(min(13rem,100%),1fr))]">
              <Stat
                label="Balance"
                value={<Amount atto={money.clientBalance} />}
                hint="yours: to be spent, or returned when you close"
              />
              <Stat
                label="Earned by the computers"
                value={<Amount atto={money.accrued} />}
                hint="by proofs and time so far"
              />
              <Stat
                label="Paid out"
                value={<Amount atto={money.paid} />}
                hint={
                  <>
                    of it <Amount atto={deal.sealRewardsPaid} /> for sealing
                  </>
                }
              />
              <Stat
                label={<Term word="runway">Runway</Term>}
                value={runway && runway.periods > 0n ? formatDuration(runway.seconds) : '–'}
                hint={
                  runway && runway.periods > 0n ? (
                    <>
                      until <Time date={runway.until * 1000} />
                    </>
                  ) : (
                    'nothing accrues any more'
                  )
                }
              />
              {deal.refunded === undefined ? null : (
                <Stat
                  label="Returned to you"
                  value={<Amount atto={deal.refunded} />}
                  hint="at the close and at the end"
                />
              )}
            </StatGrid>
            {deal.status === 'ACTIVE' && now !== null ? (
              <Balance deal={deal} money={money} now={now} periodSeconds={periodSeconds} />
            ) : null}
            <TermBar money={money} now={now} periodSeconds={periodSeconds} />
          </>
        ) : error ? (
          <ErrorState
            error={error}
            title="The chain could not be read."
            safe="Your money is in the contract and not affected."
            retry={retry}
          />
        ) : (
          <SkeletonLines lines={4} />
        )}
      </CardBody>
    </Card>
  );
}
