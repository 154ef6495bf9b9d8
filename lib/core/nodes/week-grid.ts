import { ALL_HOURS, HOURS_PER_WEEK, hasHour, hoursToMap } from './hours-map';
import { type LocalWindow, parseWindows, weekSpan } from './windows';

const DAY_HOURS = 24;
const MINUTES = 60;

/** One unbroken run of a grid: first hour and length in hours. */
interface Run {
  start: number;
  length: number;
}

/** Runs of a grid that is neither empty nor full, around the week's end, by their first hour. */
function runsOf(grid: bigint): Run[] {
  const at = (hour: number) => hasHour(grid, (hour + HOURS_PER_WEEK) % HOURS_PER_WEEK);
  const runs: Run[] = [];
  for (let start = 0; start < HOURS_PER_WEEK; start++) {
    if (!at(start) || at(start - 1)) continue;
    let length = 1;
    while (at(start + length)) length++;
    runs.push({ start, length });
  }
  return runs;
}

const clock = (hour: number) => `${String(hour % DAY_HOURS).padStart(2, '0')}:00`;

/** A run as windows: a window is 24 hours at most. */
function windowsOfRun({ start, length }: Run): LocalWindow[] {
  const windows: LocalWindow[] = [];
  for (let done = 0; done < length; done += DAY_HOURS) {
    const from = (start + done) % HOURS_PER_WEEK;
    const hours = Math.min(DAY_HOURS, length - done);
    const day = Math.floor(from / DAY_HOURS);
    windows.push({ day, from: clock(from), to: clock(from + hours) });
  }
  return windows;
}

/**
 * The windows that say what a week grid says. A grid is a 168-bit map of *local* hours, bit 0 =
 * Monday 00:00. Runs go over midnight and the week's end; a full week is seven whole days. Empty for
 * an empty grid; `windowsToGrid` gives back the grid.
 */
export function gridToWindows(grid: bigint): LocalWindow[] {
  const isFull = grid === ALL_HOURS;
  const runs = isFull ? [{ start: 0, length: HOURS_PER_WEEK }] : runsOf(grid);
  return runs.flatMap(windowsOfRun).sort((a, b) => a.day - b.day || a.from.localeCompare(b.from));
}

/**
 * The local hours of the week that windows cover whole, each by one or several of them.
 *
 * @throws AppError `NODE_WINDOWS_INVALID`
 */
export function windowsToGrid(windows: readonly LocalWindow[]): bigint {
  // Minutes, so that two windows which meet within an hour cover it together.
  const minutes = new Uint8Array(HOURS_PER_WEEK * MINUTES);
  for (const { start, end } of parseWindows(windows).map(weekSpan)) {
    for (let m = start / 60; m < end / 60; m++) minutes[m % minutes.length] = 1;
  }
  const isWhole = (hour: number) =>
    minutes.subarray(hour * MINUTES, (hour + 1) * MINUTES).every((on) => on === 1);
  return hoursToMap(Array.from({ length: HOURS_PER_WEEK }, (_, h) => h).filter(isWhole));
}

/** Sets or clears the rectangle between two cells, both included, as painting with a pointer does. */
export function paintRange(grid: bigint, from: number, to: number, isOn: boolean): bigint {
  const days = [from, to].map((h) => Math.floor(h / DAY_HOURS)) as [number, number];
  const hours = [from, to].map((h) => h % DAY_HOURS) as [number, number];
  let next = grid;
  for (let day = Math.min(...days); day <= Math.max(...days); day++) {
    for (let hour = Math.min(...hours); hour <= Math.max(...hours); hour++) {
      const bit = 1n << BigInt(day * DAY_HOURS + hour);
      next = isOn ? next | bit : next & ~bit;
    }
  }
  return next;
}

/** Named weeks to begin with. */
export const weekPresets = {
  weekdayEvenings: hoursOf([0, 1, 2, 3, 4], 18, 24),
  workingHours: hoursOf([0, 1, 2, 3, 4], 9, 18),
  always: ALL_HOURS,
} as const;

function hoursOf(days: number[], from: number, to: number): bigint {
  let grid = 0n;
  for (const day of days) {
    grid = paintRange(grid, day * DAY_HOURS + from, day * DAY_HOURS + to - 1, true);
  }
  return grid;
}
