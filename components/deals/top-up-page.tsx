'use client';

import {
  Address,
  Amount,
  Card,
  CardBody,
  ErrorState,
  PageHeader,
  SkeletonLines,
  Stat,
  StatGrid,
  Term,
  Time,
} from '@/components/ui';
import { rulesOf } from '@/lib/client/deals/queries';
import { runwayAt } from '@/lib/client/deals/runway';
import { useDealMoney } from '@/lib/client/deals/use-deal-money';
import { useNow } from '@/lib/client/deals/use-now';
import { formatDuration } from '@/lib/client/format';
import type { Network } from '@/lib/core/protocol/network';
import type { Address as AddressText } from '@/lib/core/protocol/primitives';
import { TermBar } from './term-bar';
import { TopUpForm } from './top-up-form';

const TICK_MS = 5000;
const ACTIVE = 1;
const states = ['waiting to be started', 'active', 'completed', 'cancelled'];

/** Pays into a deal; anybody may, with nothing but its address. Everything is read from the chain. */
export function TopUpPage({ address, network }: { address: AddressText; network: Network }) {
  const query = useDealMoney(address, address, true);
  const now = useNow(TICK_MS);
  const { data: money } = query;
  const { periodSeconds } = network;
  return (
    <>
      <PageHeader
        title="Top up a deal"
        lead="Anybody may pay for the storage of a file. The money goes into the deal’s contract; what is not used is returned to the deal’s owner, not to you."
      />
      {query.error && !money ? (
        <ErrorState
          error={query.error}
          title="There is no deal at this address, or the chain cannot be read."
          safe="Nothing was paid."
          retry={() => void query.refetch()}
        />
      ) : !money ? (
        <SkeletonLines lines={6} />
      ) : (
        <Card className="max-w-3xl">
          <CardBody className="grid gap-6">
            <StatGrid className="grid-cols-1 sm:grid-cols-2">
              <Stat
                label="Deal"
                value={<Address value={address} className="text-base" />}
                hint={states[money.state]}
              />
              <Stat label="Owner" value={<Address value={money.client} className="text-base" />} />
              <Stat label="Balance" value={<Amount atto={money.clientBalance} />} />
              <RunwayStat address={address} network={network} money={money} now={now} />
            </StatGrid>
            <TermBar money={money} now={now} periodSeconds={periodSeconds} />
            {money.state === ACTIVE ? (
              <TopUpForm
                address={address}
                money={money}
                now={now}
                periodSeconds={periodSeconds}
                onPaid={() => void query.refetch()}
              />
            ) : (
              <p className="text-sm text-muted">
                This deal is {states[money.state] ?? 'over'}, so it cannot be topped up.
              </p>
            )}
          </CardBody>
        </Card>
      )}
    </>
  );
}

interface RunwayStatProps {
  address: AddressText;
  network: Network;
  money: NonNullable<ReturnType<typeof useDealMoney>['data']>;
  now: number | null;
}

function RunwayStat({ network, money, now }: RunwayStatProps) {
  const { periodSeconds } = network;
  const { minRunwayPeriods } = rulesOf(network);
  const runway = now === null ? null : runwayAt(money, now / 1000, periodSeconds, minRunwayPeriods);
  const lasts = runway !== null && runway.periods > 0n;
  return (
    <Stat
      label={<Term word="runway">Runway</Term>}
      value={lasts ? formatDuration(runway.seconds) : '–'}
      hint={
        lasts ? (
          <>
            until <Time date={runway.until * 1000} />
          </>
        ) : undefined
      }
    />
  );
}
