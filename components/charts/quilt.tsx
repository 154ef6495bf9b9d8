'use client';

import { useId, useMemo, useState } from 'react';
import { QuiltCells } from './quilt-cells';
import { QuiltHeader } from './quilt-header';
import { QuiltLegend } from './quilt-legend';
import { COLUMNS, columnOf, offsetHoursOf, type QuiltRow } from './quilt-model';
import { QuiltReadout } from './quilt-readout';
import { QuiltTable } from './quilt-table';
import { useCellWidth } from './use-cell-width';
import { type QuiltCell, useQuiltCursor } from './use-quilt-cursor';

export type { QuiltRow } from './quilt-model';

interface QuiltProps {
  rows: readonly QuiltRow[];
  /** UTC hours of the week that are marked as the weakest. */
  weakest?: readonly number[];
  /** UTC hour of the week that is now. */
  now?: number;
  /** IANA zone whose week the columns show; UTC if left out, as on a simulated clock. */
  timeZone?: string;
  /** Called with the row's id and the UTC hour of the week. */
  onCell?: (rowId: string, hour: number) => void;
  /** Low rows without labels, for overviews. */
  compact?: boolean;
  /** Narrow columns, so that the whole week is in view beside other things. */
  fit?: boolean;
  /** What the picture shows, for those who do not see it. */
  label?: string;
  /** What a row stands for, such as "week". */
  rowsAre?: string;
}

const HEADER = 44;
/** Least width of a column in pixels, by kind. */
const LEAST = { compact: 3, fit: 2.9, full: 5.2 };

/**
 * The week as a quilt: rows are shards or computers, columns the hours of the week. A filled cell is
 * a promise, an outlined and checked one a promise kept, a hatched red one a promise broken.
 */
export function Quilt(props: QuiltProps) {
  const { rows, weakest = [], now, timeZone, onCell, compact = false, fit = false } = props;
  const { label = 'Promised hours of the week', rowsAre = 'computer' } = props;
  const offset = useMemo(() => offsetHoursOf(timeZone, new Date()), [timeZone]);
  const nowColumn = now === undefined ? undefined : columnOf(now, offset);
  const least = compact ? LEAST.compact : fit ? LEAST.fit : LEAST.full;
  const [frame, cell] = useCellWidth(least, nowColumn);
  const [asTable, setAsTable] = useState(false);
  const pitch = compact ? 10 : 26;
  const cursor = useQuiltCursor({ rows: rows.length, cell, header: HEADER, pitch, offset });
  const hatch = useId();
  const width = cell * COLUMNS;
  const height = HEADER + rows.length * pitch + 2;
  const zone = timeZone ?? 'UTC';
  const choose = (at: QuiltCell | null) => {
    const row = at && rows[at.row];
    if (row && at) onCell?.(row.id, at.hour);
  };

  return (
    <figure className="m-0 flex min-w-0 flex-col gap-2">
      {asTable ? (
        <QuiltTable rows={rows} offset={offset} zone={zone} label={label} />
      ) : (
        <div className="flex min-w-0">
          {compact ? null : <Labels rows={rows} pitch={pitch} active={cursor.at?.row} />}
          <section
            ref={frame}
            className="relative min-w-0 flex-1 overflow-x-auto"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the cells
            tabIndex={0}
            aria-label={`${label}. Arrow keys read the cells.`}
            onKeyDown={cursor.onKeyDown}
            onKeyUp={(event) => event.key === 'Enter' && choose(cursor.at)}
            onBlur={cursor.clear}
          >
            <svg
              width={width}
              height={height}
              role="img"
              aria-label={label}
              className="block"
              onPointerMove={cursor.follow}
              onPointerLeave={(event) => event.pointerType !== 'touch' && cursor.clear()}
              onPointerUp={(event) => choose(cursor.follow(event))}
            >
              <title>{label}</title>
              <defs>
                <pattern
                  id={hatch}
                  width="4"
                  height="4"
                  patternUnits="userSpaceOnUse"
                  patternTransform="rotate(45)"
                >
                  <rect width="1.6" height="4" fill="var(--bad)" />
                </pattern>
              </defs>
              <QuiltHeader
                cell={cell}
                height={height}
                header={HEADER}
                weakest={weakest.map((hour) => columnOf(hour, offset))}
                now={nowColumn}
              />
              {rows.map((row, i) => (
                <QuiltCells
                  key={row.id}
                  row={row}
                  offset={offset}
                  hatch={hatch}
                  box={{
                    width: cell,
                    top: HEADER + i * pitch + (compact ? 1 : 4),
                    height: pitch - (compact ? 2 : 8),
                  }}
                />
              ))}
              {cursor.at ? (
                <rect
                  x={cursor.at.column * cell - 0.5}
                  y={HEADER + cursor.at.row * pitch + 1}
                  width={cell}
                  height={pitch - 2}
                  fill="none"
                  stroke="var(--ink)"
                  strokeWidth={1.5}
                  rx={1.5}
                />
              ) : null}
            </svg>
          </section>
        </div>
      )}
      <figcaption className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-[13px] text-muted">
        <QuiltReadout rows={rows} at={cursor.at} zone={zone} weakest={weakest} rowsAre={rowsAre} />
        <QuiltLegend
          rows={rows}
          hasWeakest={weakest.length > 0}
          asTable={asTable}
          onToggle={() => setAsTable(!asTable)}
        />
      </figcaption>
    </figure>
  );
}

function Labels(props: { rows: readonly QuiltRow[]; pitch: number; active?: number }) {
  const { rows, pitch, active } = props;
  return (
    <div className="w-24 shrink-0 pr-2 text-[13px] sm:w-36" style={{ paddingTop: HEADER }}>
      {rows.map((row, i) => (
        <div
          key={row.id}
          className={`flex items-center gap-2 whitespace-nowrap ${i === active ? 'text-ink' : 'text-muted'}`}
          style={{ height: pitch }}
          title={row.note ? `${row.label}, ${row.note}` : row.label}
        >
          <span className="truncate">{row.label}</span>
          {row.note ? <span className="hidden truncate text-xs sm:inline">{row.note}</span> : null}
        </div>
      ))}
    </div>
  );
}
