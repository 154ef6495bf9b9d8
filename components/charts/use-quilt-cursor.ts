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
  const move = (row: number, column: number) => {
    if (rows === 0) return;
    const inside = clamp(column, COLUMNS - 1);
    setAt({ row: clamp(row, rows - 1), column: inside, hour: hourAt(inside, offset) });
  };
  return {
    at,
    clear: () => setAt(null),
    onPointerMove(event: PointerEvent<SVGSVGElement>) {
      const box = event.currentTarget.getBoundingClientRect();
      const y = event.clientY - box.top - header;
      if (y < 0) setAt(null);
      else move(Math.floor(y / pitch), Math.floor((event.clientX - box.left) / cell));
    },
    onKeyDown(event: KeyboardEvent) {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      move((at?.row ?? 0) + step[0], at === null ? 0 : at.column + step[1]);
    },
  };
}
