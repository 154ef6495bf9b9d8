'use client';

import { type ReactNode, useSyncExternalStore } from 'react';
import { cn } from '@/lib/client/cn';
import { hasHour, hoursToMap } from '@/lib/core/nodes';
import { CELL_ATTRIBUTE, useWeekPainter } from './use-week-painter';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const TALL = '(max-width: 767px)';

const two = (hour: number) => String(hour).padStart(2, '0');
const hoursOfDay = (day: number) => HOURS.map((hour) => day * 24 + hour);
const daysOfHour = (hour: number) => DAYS.map((_, day) => day * 24 + hour);

function subscribe(listener: () => void) {
  const query = matchMedia(TALL);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** On phones days are columns, so that a cell is as wide as a finger. */
function useIsTall(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(TALL).matches,
    () => false,
  );
}

export interface WeekGridProps {
  /** Local hours of the week, bit 0 = Monday 00:00. */
  grid: bigint;
  onChange(grid: bigint): void;
  /** Named in the labels for screen readers. */
  timeZone: string;
  invalid?: boolean;
  describedBy?: string;
}

/**
 * The week to paint: drag over cells with mouse, finger or pen; arrow keys move, space paints, Shift
 * with an arrow carries on. Names of days and hours switch their whole line.
 */
export function WeekGrid({ grid, onChange, timeZone, invalid, describedBy }: WeekGridProps) {
  const isTall = useIsTall();
  const { box, shown, cursor, setCursor, handlers } = useWeekPainter(grid, isTall, onChange);
  const toggle = (hours: number[]) => {
    const line = hoursToMap(hours);
    onChange((grid & line) === line ? grid & ~line : grid | line);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot turn its rows into columns
    <div
      ref={box}
      role="grid"
      aria-label={`Hours of the week, local time in ${timeZone}`}
      aria-multiselectable
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      tabIndex={-1}
      className={cn(
        'grid gap-px select-none',
        'grid-flow-col grid-cols-[2.75rem_repeat(7,minmax(0,1fr))] grid-rows-[1.75rem_repeat(24,1.5rem)]',
        'md:grid-flow-row md:grid-cols-[3rem_repeat(24,minmax(0,1fr))] md:grid-rows-[1.25rem_repeat(7,1.75rem)]',
        invalid && 'outline outline-offset-4 outline-bad',
      )}
      {...handlers}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="row" tabIndex={-1} className="contents">
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="columnheader" tabIndex={-1}>
          <span className="sr-only">Day</span>
        </div>
        {HOURS.map((hour) => (
          <LineName
            key={hour}
            role="columnheader"
            label={`${two(hour)}:00 on every day`}
            onClick={() => toggle(daysOfHour(hour))}
            className="md:justify-start"
          >
            <span className={cn(hour % 3 !== 0 && 'md:sr-only')}>{two(hour)}</span>
          </LineName>
        ))}
      </div>
      {DAYS.map((name, day) => (
        // biome-ignore lint/a11y/useSemanticElements: see above
        <div key={name} role="row" tabIndex={-1} className="contents">
          <LineName
            role="rowheader"
            label={`${name}, every hour`}
            onClick={() => toggle(hoursOfDay(day))}
          >
            {name.slice(0, 3)}
          </LineName>
          {hoursOfDay(day).map((hour) => (
            <Cell
              key={hour}
              hour={hour}
              name={`${name} ${two(hour % 24)}:00`}
              isOn={hasHour(shown, hour)}
              isCursor={hour === cursor}
              onFocus={() => setCursor(hour)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function LineName(props: {
  role: 'columnheader' | 'rowheader';
  label: string;
  onClick(): void;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div role={props.role} tabIndex={-1} className="flex min-w-0">
      <button
        type="button"
        aria-label={props.label}
        title={props.label}
        onClick={props.onClick}
        tabIndex={-1}
        className={cn(
          'flex min-w-0 flex-1 items-center justify-center text-xs text-muted tabular-nums hover:text-ink',
          props.className,
        )}
      >
        {props.children}
      </button>
    </div>
  );
}

function Cell(props: {
  hour: number;
  name: string;
  isOn: boolean;
  isCursor: boolean;
  onFocus(): void;
}) {
  const isSixth = props.hour % 6 === 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see WeekGrid
    <div
      role="gridcell"
      tabIndex={props.isCursor ? 0 : -1}
      aria-selected={props.isOn}
      aria-label={props.name}
      title={props.name}
      onFocus={props.onFocus}
      {...{ [CELL_ATTRIBUTE]: props.hour }}
      className={cn(
        'relative touch-none rounded-[2px] transition-colors duration-100 focus-visible:z-10',
        props.isOn ? 'bg-accent' : 'bg-raised hover:bg-line',
        isSixth &&
          'md:before:absolute md:before:inset-y-0 md:before:-left-px md:before:w-px md:before:bg-line-strong',
      )}
    />
  );
}
