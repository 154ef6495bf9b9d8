import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { COLUMNS, hourAt } from './quilt-model';

export interface QuiltCell {
  row: number;
  column: number;
  /** UTC hour of the week. */
  hour: number;
}

interface Grid {
  rows: number;
  cell: number;
  header: number;
  pitch: number;
  offset: number;
}

const steps: Record<string, readonly [row: number, column: number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);

/** Which cell the pointer or the arrow keys are on. */
export function useQuiltCursor({ rows, cell, header, pitch, offset }: Grid) {
  const [at, setAt] = useState<QuiltCell | null>(null);
  const cellOf = (row: number, column: number): QuiltCell | null => {
    if (rows === 0) return null;
    const inside = clamp(column, COLUMNS - 1);
    return { row: clamp(row, rows - 1), column: inside, hour: hourAt(inside, offset) };
  };
  const move = (row: number, column: number) => setAt(cellOf(row, column));
  /** Moves to the cell under the pointer: a finger that taps has not moved there before. */
  const follow = (event: PointerEvent<SVGSVGElement>): QuiltCell | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const y = event.clientY - box.top - header;
    const x = event.clientX - box.left;
    const next = y < 0 ? null : cellOf(Math.floor(y / pitch), Math.floor(x / cell));
    setAt(next);
    return next;
  };
  return {
    at,
    clear: () => setAt(null),
    follow,
    onKeyDown(event: KeyboardEvent) {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      move((at?.row ?? 0) + step[0], at === null ? 0 : at.column + step[1]);
    },
  };
}
