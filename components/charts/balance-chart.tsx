'use client';

import { useState } from 'react';
import { Amount, Button, Table, TBody, Td, THead, Th, Time, Tr } from '@/components/ui';
import type { BalanceStep, BalanceSteps } from '@/lib/client/deals/balance-steps';
import { formatFil } from '@/lib/client/format';

interface BalanceChartProps {
  steps: BalanceSteps;
  periodSeconds: number;
}

const WIDTH = 600;
const HEIGHT = 96;
/** Parts of the balance in a picture: a float is exact enough for a place on the screen. */
const PARTS = 10_000n;

/** A step line through the points, in the chart's own units. */
function stepPath(steps: readonly BalanceStep[], place: (step: BalanceStep) => [number, number]) {
  return steps
    .map((step, i) => {
      const [x, y] = place(step);
      return i === 0 ? `M${x.toFixed(1)} ${y.toFixed(1)}` : `H${x.toFixed(1)}V${y.toFixed(1)}`;
    })
    .join('');
}

/** Of at least one attoFIL, so that it can be divided by. */
function highestOf(steps: readonly BalanceStep[]): bigint {
  const balances = steps.map(({ balance }) => balance);
  return balances.sort((a, b) => (a < b ? 1 : -1)).find((balance) => balance > 0n) ?? 1n;
}

/** The client's money over the time of the deal: what it was, and how long it lasts. */
export function BalanceChart({ steps, periodSeconds }: BalanceChartProps) {
  const [asTable, setAsTable] = useState(false);
  const all = [...steps.past, ...steps.ahead];
  const first = all[0];
  const last = all.at(-1);
  const now = steps.past.at(-1);
  if (!first || !last || !now || first.period === last.period) return null;
  const highest = highestOf(all);
  const span = Number(last.period - first.period);
  const place = ({ period, balance }: BalanceStep): [number, number] => [
    (Number(period - first.period) / span) * WIDTH,
    HEIGHT - (Number((balance * PARTS) / highest) / Number(PARTS)) * (HEIGHT - 4),
  ];
  const [nowX] = place(now);
  const past = stepPath(steps.past, place);
  return (
    <figure className="m-0 grid grid-cols-1 gap-1">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-2 text-xs text-muted">
        <span>Balance over the term</span>
        <Button size="sm" variant="ghost" onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Show as a chart' : 'Show as a table'}
        </Button>
      </figcaption>
      {asTable ? (
        <BalanceTable steps={steps} periodSeconds={periodSeconds} />
      ) : (
        <>
          <div className="flex gap-2 text-xs text-muted">
            <div className="flex w-20 shrink-0 flex-col justify-between text-right whitespace-nowrap">
              <span>{formatFil(highest, { digits: 2 })}</span>
              <span>0 FIL</span>
            </div>
            <svg
              viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={`The balance was ${formatFil(first.balance)} at the start, is ${formatFil(now.balance)} now and would be ${formatFil(last.balance)} at the end.`}
              className="h-24 min-w-0 flex-1 border-b border-l"
            >
              <path d={`${past}V${HEIGHT}H0z`} className="fill-accent-soft" />
              <path d={past} className="fill-none stroke-accent" {...line} />
              <path
                d={stepPath(steps.ahead, place)}
                className="fill-none stroke-muted"
                strokeDasharray="4 3"
                {...line}
              />
              <path d={`M${nowX} 0V${HEIGHT}`} className="stroke-line-strong" {...line} />
            </svg>
          </div>
          <div className="ml-22 flex flex-wrap justify-between gap-x-4 text-xs text-muted">
            <span>
              <Time period={first.period} periodSeconds={periodSeconds} />
            </span>
            <span>the dashed line is what comes, if nothing is paid in</span>
            <span>
              <Time period={last.period} periodSeconds={periodSeconds} />
            </span>
          </div>
        </>
      )}
    </figure>
  );
}

const line = { strokeWidth: 1.5, vectorEffect: 'non-scaling-stroke' } as const;

function BalanceTable({ steps, periodSeconds }: BalanceChartProps) {
  const rows = [
    ...steps.past.map((step) => ({ ...step, kind: 'was' })),
    ...steps.ahead.slice(1).map((step) => ({ ...step, kind: 'expected' })),
  ];
  return (
    <div className="max-h-72 overflow-y-auto">
      <Table caption="Balance over the term">
        <THead>
          <Tr>
            <Th>At</Th>
            <Th numeric>Balance</Th>
            <Th>
              <span className="sr-only">Past or expected</span>
            </Th>
          </Tr>
        </THead>
        <TBody>
          {rows.map(({ period, balance, kind }) => (
            <Tr key={`${kind}-${period}`}>
              <Td className="whitespace-nowrap">
                <Time period={period} periodSeconds={periodSeconds} />
              </Td>
              <Td numeric>
                <Amount atto={balance} />
              </Td>
              <Td className="text-muted">{kind === 'was' ? '' : 'expected'}</Td>
            </Tr>
          ))}
        </TBody>
      </Table>
    </div>
  );
}
