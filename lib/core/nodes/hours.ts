import { HOURS_PER_WEEK } from './hours-map';
import { offsetsBetween, yearLater } from './offsets';
import { type LocalWindow, parseWindows, type WeekSpan, weekSpan } from './windows';

const HOUR = 3600;
const WEEK = HOURS_PER_WEEK * HOUR;

/** Spans of the UTC week, cut at the week's end, merged where they touch. */
function utcSpans(windows: readonly LocalWindow[], offset: number): WeekSpan[] {
  const cut: WeekSpan[] = [];
  for (const { start, end } of windows.map(weekSpan)) {
    const from = (((start - offset) % WEEK) + WEEK) % WEEK;
    const to = from + end - start;
    cut.push({ start: from, end: Math.min(to, WEEK) });
    if (to > WEEK) cut.push({ start: 0, end: to - WEEK });
  }
  const merged: WeekSpan[] = [];
  for (const span of cut.sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}

/** Whole UTC hours of the week that the windows cover while the zone is `offset` seconds east. */
function hoursAtOffset(windows: readonly LocalWindow[], offset: number): bigint {
  const spans = utcSpans(windows, offset);
  let map = 0n;
  for (let h = 0; h < HOURS_PER_WEEK; h++) {
    if (spans.some((s) => s.start <= h * HOUR && (h + 1) * HOUR <= s.end)) map |= 1n << BigInt(h);
  }
  return map;
}

/**
 * The hours that a slot promises for its term: whole UTC hours of the week that the local windows
 * cover under every offset the zone has between the two instants, so that the promise survives
 * daylight saving. May be 0n.
 *
 * @throws AppError `NODE_WINDOWS_INVALID`, `NODE_TIME_ZONE_UNKNOWN`, `NODE_INSTANT_INVALID`
 */
export function committedHours(
  windows: readonly LocalWindow[],
  timeZone: string,
  fromIso: string,
  toIso: string,
): bigint {
  const valid = parseWindows(windows);
  const maps = offsetsBetween(timeZone, fromIso, toIso).map((o) => hoursAtOffset(valid, o));
  return maps.reduce((all, map) => all & map);
}

/**
 * The hours that a node declares to the registry: covered under some offset of its zone in the
 * twelve months from `fromIso`. Every `committedHours` of a term in that year is a subset.
 *
 * @throws as {@link committedHours}
 */
export function declaredHours(
  windows: readonly LocalWindow[],
  timeZone: string,
  fromIso: string,
): bigint {
  const valid = parseWindows(windows);
  const offsets = offsetsBetween(timeZone, fromIso, yearLater(fromIso));
  return offsets.map((o) => hoursAtOffset(valid, o)).reduce((any, map) => any | map);
}
