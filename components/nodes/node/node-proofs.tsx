'use client';

import { useMemo, useState } from 'react';
import { Quilt } from '@/components/charts/quilt';
import { Card, CardBody, CardHeader, CardTitle, EmptyState, Time } from '@/components/ui';
import { hourOfWeek } from '@/lib/core/protocol/clock';
import type { NodeDetail, NodeWork, WorkCell } from '@/lib/core/protocol/nodes';
import { missTexts, periodAt, tally, workRows } from './work-rows';

const LISTED = 8;

/** The last 30 days as a quilt of weeks, and why promises were missed. */
export function NodeProofs({ node, work }: { node: NodeDetail; work: NodeWork }) {
  const [chosen, setChosen] = useState<bigint | null>(null);
  const upcoming = node.slots.live > 0 && !node.retired ? BigInt(node.hoursMap) : 0n;
  const rows = useMemo(() => workRows(work, upcoming), [work, upcoming]);
  const counts = tally(work.cells);
  const isEmpty = work.cells.length === 0 && upcoming === 0n;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Promises of the last 30 days</CardTitle>
        {isEmpty ? null : <p className="text-sm text-muted">{summary(counts)}</p>}
      </CardHeader>
      {isEmpty ? (
        <EmptyState
          title="No promises yet"
          text="Promises begin when the computer holds a sealed piece of a started deal. Then every promised hour appears here: proved, or missed and why."
        />
      ) : (
        <CardBody className="grid gap-5">
          <Quilt
            rows={rows}
            now={hourOfWeek(work.newest)}
            label="Promises of the last weeks"
            rowsAre="week"
            onCell={(week, hour) => setChosen(periodAt(Number(week), hour))}
          />
          <Chosen work={work} period={chosen} />
          <Missed work={work} count={counts.missed} />
        </CardBody>
      )}
    </Card>
  );
}

function summary({ kept, missed, void: nobody }: ReturnType<typeof tally>): string {
  const parts = [`In the last 30 days ${kept} hours proved`, `${missed} missed`];
  if (nobody > 0) parts.push(`${nobody} counted for nobody, because the network failed`);
  return `${parts.join(', ')}.`;
}

function cellText(cell: WorkCell): string {
  const proved = `${cell.kept} of ${cell.due} sectors proved.`;
  if (cell.verdict === 'void') return 'Counts for nobody: the network failed, not the computer.';
  if (cell.verdict === 'open') return `${proved} The hour is not closed yet.`;
  return [proved, ...missTexts(cell)].join(' ');
}

function Chosen({ work, period }: { work: NodeWork; period: bigint | null }) {
  if (period === null) return null;
  const cell = work.cells.find((candidate) => candidate.period === period);
  const { periodSeconds } = work;
  return (
    <p aria-live="polite" className="rounded-md bg-raised px-3 py-2 text-sm">
      <Time period={period} periodSeconds={periodSeconds} className="font-medium" />:{' '}
      {cell ? cellText(cell) : 'nothing was due.'}
    </p>
  );
}

function Missed({ work, count }: { work: NodeWork; count: number }) {
  const cells = work.cells.filter((cell) => cell.verdict === 'missed').slice(-LISTED);
  if (cells.length === 0) {
    return <p className="text-sm text-muted">No promise was missed in the last 30 days.</p>;
  }
  return (
    <section aria-label="Missed promises" className="grid gap-2">
      <h3 className="text-sm font-semibold">
        {count > LISTED ? `The last ${LISTED} missed promises of ${count}` : 'Missed promises'}
      </h3>
      <ul className="divide-y border-y text-sm">
        {cells.toReversed().map((cell) => (
          <li
            key={cell.period.toString()}
            className="grid gap-x-4 py-2 sm:grid-cols-[12rem_minmax(0,1fr)]"
          >
            <Time period={cell.period} periodSeconds={work.periodSeconds} />
            <span className="text-muted">{cellText(cell)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
