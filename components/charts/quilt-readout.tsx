import { type CellState, cellState, columnName, type QuiltRow } from './quilt-model';
import type { QuiltCell } from './use-quilt-cursor';

const words: Record<CellState, string> = {
  off: 'no promise',
  promised: 'promised',
  kept: 'proved',
  missed: 'promised, but no proof came',
};

interface QuiltReadoutProps {
  rows: readonly QuiltRow[];
  at: QuiltCell | null;
  zone: string;
  weakest: readonly number[];
  /** What a row stands for. */
  rowsAre: string;
}

/** The cell under the pointer in words. */
export function QuiltReadout({ rows, at, zone, weakest, rowsAre }: QuiltReadoutProps) {
  const row = at ? rows[at.row] : undefined;
  return (
    <p className="m-0 min-h-5" aria-live="polite">
      {at && row
        ? `${columnName(at.column)} ${zone} · ${row.label}: ${words[cellState(row, at.hour)]}${
            weakest.includes(at.hour) ? ' · weakest hour' : ''
          }`
        : `One row per ${rowsAre}, one column per hour (${zone}).`}
    </p>
  );
}
