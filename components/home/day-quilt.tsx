'use client';

import { useEffect, useRef } from 'react';
import { cn } from '@/lib/client/cn';
import { hourOfWeekName, shortAddress } from '@/lib/client/format';
import type { ActivityHour, ActivityRow, NetworkActivity } from '@/lib/core/protocol/activity';
import { type Cell, DayCell } from './day-cell';

/** Columns before the one that is now. */
const BACK = 12;

function columnName(column: number): string {
  if (column === BACK) return 'now';
  const hours = Math.abs(column - BACK);
  return column < BACK ? `${hours} h ago` : `in ${hours} h`;
}

/** Every third column is labelled; the hour itself is in the tooltip. */
function HourHead({ hour, column }: { hour: ActivityHour; column: number }) {
  const isNow = column === BACK;
  const short = isNow ? 'now' : `${column < BACK ? '−' : '+'}${Math.abs(column - BACK)}`;
  return (
    <th
      scope="col"
      title={hourOfWeekName(hour.hour)}
      className={cn(
        'min-w-7 p-0 pb-1 text-center text-xs font-normal text-muted',
        isNow && 'bg-raised font-semibold text-ink',
      )}
    >
      <span aria-hidden>{isNow || (column - BACK) % 3 === 0 ? short : ''}</span>
      <span className="sr-only">{columnName(column)}</span>
    </th>
  );
}

/** `UTC` and `Etc/GMT+2` are clocks, not places. */
function place({ region, timeZone }: ActivityRow): string {
  const isPlace = timeZone?.includes('/') && !timeZone.startsWith('Etc/');
  const city = isPlace ? timeZone?.split('/').at(-1)?.replaceAll('_', ' ') : undefined;
  return city ?? region ?? 'place not told';
}

/** A promise of an hour that is closed without a proof having been due asked for nothing. */
function cellOf(row: ActivityRow, hour: ActivityHour, column: number): Cell {
  const cell = row.cells[column] as Cell;
  return cell === 'p' && column < BACK && hour.due !== undefined ? 'n' : cell;
}

function NodeLabel({ row }: { row: ActivityRow }) {
  return (
    <th
      scope="row"
      className="sticky left-0 z-10 w-px bg-surface py-0.5 pr-4 text-left text-xs font-normal whitespace-nowrap"
    >
      <a
        href={`/nodes/${row.operator}`}
        title={row.operator}
        className="flex items-center gap-2 hover:underline"
      >
        <span
          aria-hidden
          className={cn(
            'size-2 shrink-0 rounded-full',
            row.online ? 'bg-accent' : 'ring-1 ring-muted ring-inset',
          )}
        />
        <span>{place(row)}</span>
        <span className="hidden font-mono text-muted sm:inline">{shortAddress(row.operator)}</span>
        <span className="sr-only">{row.online ? 'online' : 'offline'}</span>
      </a>
    </th>
  );
}

/** How many computers promise each hour, as bars over the columns. */
function PromisedRow({
  hours,
  registered,
}: {
  hours: NetworkActivity['hours'];
  registered: number;
}) {
  return (
    <tr>
      <th
        scope="row"
        className="sticky left-0 z-10 w-px bg-surface pr-4 text-left align-bottom text-xs font-normal whitespace-nowrap text-muted"
      >
        Computers on
      </th>
      {hours.map(({ period, promised }, column) => (
        <td
          key={`${period}`}
          className={cn('px-px align-bottom', column === BACK && 'rounded-t-sm bg-raised')}
        >
          <span
            className={cn(
              'block text-center text-xs text-muted',
              column === BACK && 'font-semibold text-ink',
            )}
          >
            {promised}
          </span>
          <span
            aria-hidden
            className="block rounded-t-[2px] bg-accent"
            style={{ height: `${registered ? Math.max(1, (promised / registered) * 40) : 1}px` }}
          />
        </td>
      ))}
    </tr>
  );
}

/** The hour that is now stands in the middle where the picture is wider than the screen. */
function useCentred() {
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element || element.scrollWidth <= element.clientWidth) return;
    element.scrollLeft = (element.scrollWidth - element.clientWidth) * 0.55;
  }, []);
  return frame;
}

/** The 24 hours around now: rows are computers, columns are hours. */
export function DayQuilt({ activity }: { activity: NetworkActivity }) {
  const { hours, rows, nodes } = activity;
  const frame = useCentred();
  return (
    <section
      ref={frame}
      aria-label="Computers by hour"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table className="w-full border-separate border-spacing-0">
        <caption className="sr-only">
          Which computers promise to be on, and which proved that they were, in the twelve hours
          before now and in those to come
        </caption>
        <thead>
          <PromisedRow hours={hours} registered={nodes.registered} />
          <tr>
            <td className="sticky left-0 z-10 bg-surface" />
            {hours.map((hour, column) => (
              <HourHead key={`${hour.period}`} hour={hour} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.operator}>
              <NodeLabel row={row} />
              {hours.map((hour, column) => (
                <td key={`${hour.period}`} className={cn('p-px', column === BACK && 'bg-raised')}>
                  <DayCell cell={cellOf(row, hour, column)} ahead={column > BACK} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
