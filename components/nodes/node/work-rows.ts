import type { QuiltRow } from '@/components/charts/quilt-model';
import { HOURS_PER_WEEK, hasHour } from '@/lib/core/nodes/hours-map';
import { hourOfWeek } from '@/lib/core/protocol/clock';
import type { NodeWork, WorkCell } from '@/lib/core/protocol/nodes';

const EPOCH_SHIFT = 72n;

/** Number of the protocol's week that a period is in; weeks begin on Monday 00:00 UTC. */
export function weekOf(period: bigint): number {
  return Number((period + EPOCH_SHIFT) / BigInt(HOURS_PER_WEEK));
}

/** The period of an hour of a week. */
export function periodAt(week: number, hour: number): bigint {
  return BigInt(week) * BigInt(HOURS_PER_WEEK) + BigInt(hour) - EPOCH_SHIFT;
}

function weekName(ago: number): string {
  if (ago === 0) return 'This week';
  return ago === 1 ? 'Last week' : `${ago} weeks ago`;
}

interface WeekMaps {
  promised: bigint;
  kept: bigint;
  missed: bigint;
}

function add(maps: WeekMaps, cell: WorkCell): void {
  const bit = 1n << BigInt(hourOfWeek(cell.period));
  if (cell.verdict === 'void') return;
  maps.promised |= bit;
  if (cell.verdict === 'kept') maps.kept |= bit;
  if (cell.verdict === 'missed') maps.missed |= bit;
}

/** Hours of the running week that are still to come. */
function ahead(newest: bigint, hoursMap: bigint): bigint {
  let map = 0n;
  for (let hour = hourOfWeek(newest) + 1; hour < HOURS_PER_WEEK; hour++) {
    if (hasHour(hoursMap, hour)) map |= 1n << BigInt(hour);
  }
  return map;
}

/**
 * The node's promises as a quilt: a row per week, newest first. `upcoming` are the hours that it
 * promises for the rest of this week, 0n if it holds nothing.
 */
export function workRows(work: NodeWork, upcoming: bigint): QuiltRow[] {
  const last = weekOf(work.newest);
  const first = weekOf(work.oldest);
  const weeks = new Map<number, WeekMaps>();
  for (let week = last; week >= first; week--) {
    weeks.set(week, { promised: 0n, kept: 0n, missed: 0n });
  }
  for (const cell of work.cells) {
    const maps = weeks.get(weekOf(cell.period));
    if (maps) add(maps, cell);
  }
  const now = weeks.get(last);
  if (now) now.promised |= ahead(work.newest, upcoming);
  return [...weeks].map(([week, maps]) => ({
    id: String(week),
    label: weekName(last - week),
    ...maps,
  }));
}

/** Cells by what became of them. */
export function tally(cells: readonly WorkCell[]) {
  const count = (verdict: WorkCell['verdict']) =>
    cells.filter((cell) => cell.verdict === verdict).length;
  return { kept: count('kept'), missed: count('missed'), void: count('void') };
}

type Miss = WorkCell['misses'][number];

const REASONS: Readonly<Record<Miss['reason'], string>> = {
  'no-message': 'No proofs arrived: the computer or its connection was off.',
  'not-in-message': 'Proofs arrived, but none for this sector.',
  skipped: 'The computer could not read this sector.',
  rejected: 'The proof was not valid.',
  unjudged: 'The proof arrived, but was not judged before the period closed.',
};

/** Why a sector counts as missed, in a sentence. */
export function missText(miss: Miss): string {
  const text = REASONS[miss.reason];
  return miss.reason === 'rejected' && miss.detail ? `${text} (${miss.detail})` : text;
}

/** Why an hour was missed: every reason once. */
export function missTexts(cell: WorkCell): string[] {
  return [...new Set(cell.misses.map(missText))];
}
