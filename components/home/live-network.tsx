'use client';

import { Clock, CloudOff, Computer } from 'lucide-react';
import Link from 'next/link';
import {
  Button,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  EmptyState,
  ErrorState,
  SkeletonLines,
  Stat,
  StatGrid,
} from '@/components/ui';
import { formatBytes, formatDuration, formatPercent } from '@/lib/client/format';
import type { NetworkActivity, NetworkActivityJson } from '@/lib/core/protocol/activity';
import { type Cell, DayCell } from './day-cell';
import { DayQuilt } from './day-quilt';
import { useActivity } from './use-activity';

function proofsText({ proofs }: NetworkActivity): { value: string; hint: string } {
  if (proofs.due === 0) return { value: 'None due', hint: 'No file was in store in the last day' };
  const share = Math.min(1, proofs.accepted / proofs.due);
  return {
    value: `${proofs.accepted.toLocaleString('en')} kept`,
    hint: `${formatPercent(share)} of ${proofs.due.toLocaleString('en')} promised`,
  };
}

function Figures({ activity }: { activity: NetworkActivity }) {
  const { nodes, capacityBytes, reservedBytes, deals } = activity;
  const proofs = proofsText(activity);
  return (
    <StatGrid className="grid-cols-2 lg:grid-cols-4">
      <Stat
        label="Computers online now"
        value={nodes.online}
        hint={`of ${nodes.registered} registered`}
      />
      <Stat
        label="Space offered"
        value={formatBytes(capacityBytes)}
        hint={`${formatBytes(reservedBytes)} of it in use`}
      />
      <Stat label="Proofs of the last day" value={proofs.value} hint={proofs.hint} />
      <Stat label="Deals running" value={deals.active} hint={`${deals.all} since the beginning`} />
    </StatGrid>
  );
}

const legend: readonly [Cell, string][] = [
  ['p', 'a promise'],
  ['k', 'a promise kept, with a proof'],
  ['m', 'a promise broken'],
  ['n', 'on, nothing to prove'],
];

function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {legend.map(([cell, text]) => (
        <li key={cell} className="flex items-center gap-2">
          <span aria-hidden className="w-6">
            <DayCell cell={cell} />
          </span>
          {text}
        </li>
      ))}
    </ul>
  );
}

/** Said plainly, beside the picture whose hours it makes short. */
function SimulatedClock({ periodSeconds }: { periodSeconds: number }) {
  const day = formatDuration(periodSeconds * 24);
  return (
    <p className="flex items-start gap-2 text-sm text-warn">
      <Clock className="mt-0.5 size-4 shrink-0" aria-hidden />
      <span>
        The clock of this network is simulated: one hour takes {formatDuration(periodSeconds)}, a
        whole day of promises and proofs {day}.
      </span>
    </p>
  );
}

/** What a visitor sees of a network that nobody has joined. */
function NobodyYet() {
  return (
    <EmptyState
      icon={Computer}
      title="No computer has joined yet"
      text="The first one can be yours: offer a few GiB of disk and the hours at which it is usually on. A handful of computers is enough for the first file."
      action={
        <Button asChild>
          <Link href="/nodes/new">Offer a computer</Link>
        </Button>
      }
    />
  );
}

function Live({ activity }: { activity: NetworkActivity }) {
  const { rows, nodes, simulatedClock, periodSeconds } = activity;
  return (
    <>
      <Card>
        <CardHeader actions={<Legend />}>
          <CardTitle>The network in the hours around now</CardTitle>
        </CardHeader>
        <CardBody className="grid gap-3">
          {simulatedClock ? <SimulatedClock periodSeconds={periodSeconds} /> : null}
          {rows.length > 0 ? <DayQuilt activity={activity} /> : <NobodyYet />}
          {nodes.registered > rows.length ? (
            <p className="text-xs text-muted">
              {rows.length} of {nodes.registered} computers are shown.{' '}
              <Link href="/nodes" className="link">
                See all
              </Link>
            </p>
          ) : null}
        </CardBody>
      </Card>
      <Figures activity={activity} />
    </>
  );
}

/** The live picture and the figures; the server's first, then fresh ones. */
export function LiveNetwork({ initial }: { initial: NetworkActivityJson | null }) {
  const { data, error, dataUpdatedAt, refetch } = useActivity(initial);
  return (
    <section aria-label="The network now" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {data && error ? (
        <p role="status" className="flex items-start gap-2 text-sm text-warn">
          <CloudOff className="mt-0.5 size-4 shrink-0" aria-hidden />
          <span>
            The portal does not answer at the moment; this is how the network was at{' '}
            {new Date(dataUpdatedAt).toLocaleTimeString()}. It is asked again by itself.
          </span>
        </p>
      ) : null}
      {data ? (
        <Live activity={data} />
      ) : error ? (
        <ErrorState
          title="The live picture of the network could not be loaded."
          error={error}
          safe="Stored files are not affected: the computers go on proving by themselves."
          retry={() => void refetch()}
        />
      ) : (
        <Card className="p-6">
          <SkeletonLines lines={8} label="Loading the live picture of the network" />
        </Card>
      )}
    </section>
  );
}
