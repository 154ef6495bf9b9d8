/** Hours of a week, columns of the quilt. */
export const COLUMNS = 168;
const DAY_HOURS = 24;
const MINUTES_PER_HOUR = 60;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** One computer or shard: a row of the quilt. Hours are UTC hours of the week, 0 = Monday 00:00. */
export interface QuiltRow {
  id: string;
  label: string;
  /** Second line of the label, for example a region. */
  note?: string;
  /** Bit h = hour h is promised. */
  promised: bigint;
  /** Hours with an accepted proof. */
  kept?: bigint | ReadonlySet<number>;
  /** Promised hours that passed without one. */
  missed?: bigint | ReadonlySet<number>;
}

export type CellState = 'off' | 'promised' | 'kept' | 'missed';

/** A set of hours as a map. */
export function mapOf(hours: bigint | ReadonlySet<number> | undefined): bigint {
  if (hours === undefined) return 0n;
  if (typeof hours === 'bigint') return hours;
  let map = 0n;
  for (const hour of hours) map |= 1n << BigInt(hour);
  return map;
}

export const hasBit = (map: bigint, hour: number) => ((map >> BigInt(hour)) & 1n) === 1n;

/** What one cell shows; a missed promise outranks a plain one. */
export function cellState(row: QuiltRow, hour: number): CellState {
  if (hasBit(mapOf(row.kept), hour)) return 'kept';
  if (hasBit(mapOf(row.missed), hour)) return 'missed';
  return hasBit(row.promised, hour) ? 'promised' : 'off';
}

/**
 * Whole hours that a zone is east of UTC at an instant; zones with half hours are rounded down, since
 * the columns are UTC hours.
 */
export function offsetHoursOf(timeZone: string | undefined, at: Date): number {
  if (timeZone === undefined || timeZone === 'UTC') return 0;
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = parts.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) return 0;
  const [, sign, hours, minutes] = match;
  const east = Number(hours) + Number(minutes) / MINUTES_PER_HOUR;
  return Math.floor(sign === '-' ? -east : east);
}

/** UTC hour of the week that column `column` shows when local time is `offset` hours east. */
export const hourAt = (column: number, offset: number) => (column - offset + 2 * COLUMNS) % COLUMNS;

/** Column of a UTC hour of the week. */
export const columnOf = (hour: number, offset: number) => (hour + offset + 2 * COLUMNS) % COLUMNS;

/** Columns of a map, ascending. */
export function columnsOf(map: bigint, offset: number): number[] {
  const columns: number[] = [];
  for (let hour = 0; hour < COLUMNS; hour++) {
    if (hasBit(map, hour)) columns.push(columnOf(hour, offset));
  }
  return columns.sort((a, b) => a - b);
}

/** Geometry of one row of cells. */
export interface CellBox {
  width: number;
  top: number;
  height: number;
}

/** One SVG path with a rectangle per column, a hairline apart. */
export function cellsPath(columns: readonly number[], box: CellBox): string {
  const gap = box.width > 5 ? 1 : 0.5;
  const w = (box.width - gap).toFixed(2);
  return columns
    .map((c) => `M${(c * box.width).toFixed(2)} ${box.top}h${w}v${box.height}h-${w}z`)
    .join('');
}

/** One SVG path with a check mark per column. */
export function checksPath(columns: readonly number[], box: CellBox): string {
  const size = Math.min(box.width - 2, 6);
  const y = box.top + box.height / 2;
  return columns
    .map((c) => {
      const x = c * box.width + (box.width - 1) / 2;
      const at = (dx: number, dy: number) =>
        `${(x + dx * size).toFixed(2)} ${(y + dy * size).toFixed(2)}`;
      return `M${at(-0.45, 0.05)}L${at(-0.1, 0.4)}L${at(0.45, -0.4)}`;
    })
    .join('');
}

const two = (n: number) => String(n).padStart(2, '0');

/** Promised hours in words, by day of the week: "Mon 00–12, 20–24; Tue …", or "every hour". */
export function hoursInWords(map: bigint, offset: number): string {
  const columns = new Set(columnsOf(map, offset));
  if (columns.size === 0) return 'no hours';
  if (columns.size === COLUMNS) return 'every hour';
  const byDay = DAYS.map((_, day) => spansOfDay(columns, day));
  const isSame = byDay.every((text) => text === byDay[0]);
  if (isSame) return `every day ${byDay[0]}`;
  return DAYS.flatMap((name, day) => (byDay[day] ? [`${name} ${byDay[day]}`] : [])).join('; ');
}

function spansOfDay(columns: ReadonlySet<number>, day: number): string {
  const spans: string[] = [];
  let from = -1;
  for (let hour = 0; hour <= DAY_HOURS; hour++) {
    const isOn = hour < DAY_HOURS && columns.has(day * DAY_HOURS + hour);
    if (isOn && from < 0) from = hour;
    if (!isOn && from >= 0) {
      spans.push(`${two(from)}–${two(hour)}`);
      from = -1;
    }
  }
  return spans.join(', ');
}

/** Name of a column: "Sun 03:00". */
export function columnName(column: number): string {
  return `${DAYS[Math.floor(column / DAY_HOURS)]} ${two(column % DAY_HOURS)}:00`;
}

/** Bits that are set. */
export function countHours(map: bigint): number {
  let count = 0;
  for (let rest = map; rest > 0n; rest >>= 1n) count += Number(rest & 1n);
  return count;
}
