import { cellsPath, columnsOf, hoursInWords } from '@/components/charts/quilt-model';

const DAY_HOURS = 24;
const CELL = 4;
const ROW = 4;
const DAYS = [0, 1, 2, 3, 4, 5, 6];

/** A week at a glance: seven rows of 24 hours, promised ones filled. `offset` = hours east of UTC. */
export function HoursMini({ hoursMap, offset }: { hoursMap: bigint; offset: number }) {
  const columns = columnsOf(hoursMap, offset);
  const words = hoursInWords(hoursMap, offset);
  const path = DAYS.map((day) => {
    const hours = columns
      .filter((c) => Math.floor(c / DAY_HOURS) === day)
      .map((c) => c % DAY_HOURS);
    return cellsPath(hours, { width: CELL, top: day * ROW, height: ROW - 1 });
  }).join('');
  return (
    <svg
      width={DAY_HOURS * CELL}
      height={DAYS.length * ROW - 1}
      role="img"
      aria-label={words}
      className="block shrink-0"
    >
      <title>{words}</title>
      <rect width="100%" height="100%" fill="var(--raised)" />
      <path d={path} fill="var(--accent)" />
    </svg>
  );
}
