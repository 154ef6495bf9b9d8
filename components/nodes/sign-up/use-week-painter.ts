'use client';

import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { hasHour, paintRange } from '@/lib/core/nodes';

const DAY_HOURS = 24;
const WEEK = 168;

/** A rectangle that is being painted; nothing is final until the pointer is lifted. */
interface Stroke {
  pointerId: number;
  base: bigint;
  from: number;
  to: number;
  isOn: boolean;
}

/** Attribute by which a cell under a finger is recognised. */
export const CELL_ATTRIBUTE = 'data-hour';

function cellAt(x: number, y: number): number | null {
  const cell = document.elementFromPoint(x, y)?.closest(`[${CELL_ATTRIBUTE}]`);
  return cell ? Number(cell.getAttribute(CELL_ATTRIBUTE)) : null;
}

/** Painting of a week grid by mouse, finger, pen and keyboard. `isTall` = days are columns. */
export function useWeekPainter(grid: bigint, isTall: boolean, onChange: (grid: bigint) => void) {
  const [stroke, setStroke] = useState<Stroke | null>(null);
  const [cursor, setCursor] = useState(18);
  const box = useRef<HTMLDivElement>(null);
  const shown = stroke ? paintRange(stroke.base, stroke.from, stroke.to, stroke.isOn) : grid;

  const focusCell = (hour: number) => {
    setCursor(hour);
    box.current?.querySelector<HTMLElement>(`[${CELL_ATTRIBUTE}="${hour}"]`)?.focus();
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const hour = cellAt(event.clientX, event.clientY);
    if (hour === null || event.button !== 0) return;
    // Touch captures the pointer to the first cell; the cells under the finger are asked instead.
    event.currentTarget.setPointerCapture(event.pointerId);
    const { pointerId } = event;
    setCursor(hour);
    setStroke({ pointerId, base: grid, from: hour, to: hour, isOn: !hasHour(grid, hour) });
  };
  const onPointerMove = (event: PointerEvent) => {
    if (stroke?.pointerId !== event.pointerId) return;
    const hour = cellAt(event.clientX, event.clientY);
    if (hour !== null && hour !== stroke.to) setStroke({ ...stroke, to: hour });
  };
  const onPointerUp = (event: PointerEvent) => {
    if (stroke?.pointerId !== event.pointerId) return;
    setStroke(null);
    onChange(paintRange(stroke.base, stroke.from, stroke.to, stroke.isOn));
  };
  const onPointerCancel = () => setStroke(null);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      onChange(paintRange(grid, cursor, cursor, !hasHour(grid, cursor)));
      return;
    }
    const [along, across] = isTall ? [DAY_HOURS, 1] : [1, DAY_HOURS];
    const steps: Record<string, number> = {
      ArrowRight: along,
      ArrowLeft: -along,
      ArrowDown: across,
      ArrowUp: -across,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (cursor + step + WEEK) % WEEK;
    // Shift carries what the cell has along, as dragging does.
    if (event.shiftKey) onChange(paintRange(grid, next, next, hasHour(grid, cursor)));
    focusCell(next);
  };

  return {
    box,
    shown,
    cursor,
    setCursor,
    isPainting: stroke !== null,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onKeyDown },
  };
}
