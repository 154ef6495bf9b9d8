import { memo } from 'react';
import {
  type CellBox,
  cellsPath,
  checksPath,
  columnsOf,
  mapOf,
  type QuiltRow,
} from './quilt-model';

interface QuiltCellsProps {
  row: QuiltRow;
  box: CellBox;
  offset: number;
  /** Id of the hatch that marks missed promises. */
  hatch: string;
}

/** The cells of one row: three paths, however many hours they have. */
export const QuiltCells = memo(function QuiltCells({ row, box, offset, hatch }: QuiltCellsProps) {
  const kept = columnsOf(mapOf(row.kept), offset);
  const missed = columnsOf(mapOf(row.missed), offset);
  const rest = columnsOf(row.promised & ~mapOf(row.kept) & ~mapOf(row.missed), offset);
  const hasRoomForChecks = box.width >= 5 && box.height >= 12;
  return (
    <g>
      <path d={cellsPath(rest, box)} fill="var(--accent)" fillOpacity={0.32} />
      <path
        d={cellsPath(kept, box)}
        fill="var(--accent)"
        fillOpacity={hasRoomForChecks ? 0.16 : 0.9}
        stroke="var(--accent)"
        strokeWidth={hasRoomForChecks ? 1 : 0.4}
      />
      {hasRoomForChecks ? (
        <path
          d={checksPath(kept, box)}
          fill="none"
          stroke="var(--accent)"
          strokeWidth={1.4}
          strokeLinecap="round"
        />
      ) : null}
      <path d={cellsPath(missed, box)} fill={`url(#${hatch})`} />
      <path d={cellsPath(missed, box)} fill="none" stroke="var(--bad)" strokeWidth={0.8} />
    </g>
  );
});
