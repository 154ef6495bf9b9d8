import { AppError } from '../errors';

const SECOND = 1000;
/** No zone ever kept an offset for less than a day: looking twice a day finds all of them. */
const STEP_MS = 12 * 3600 * SECOND;
const INSTANT = /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)$/i;

function instantOf(iso: string): number {
  const ms = INSTANT.test(iso) ? Date.parse(iso.replace(',', '.')) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new AppError('NODE_INSTANT_INVALID', 'The time is not an ISO 8601 instant.');
  }
  return ms;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A clock on the wall of a zone; making one is slow, so that each is made once. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  try {
    // Some engines also take plain offsets, which follow no place's clock changes.
    if (/^[+-]/.test(timeZone)) throw new RangeError(timeZone);
    const clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    clocks.set(timeZone, clock);
    return clock;
  } catch (cause) {
    throw new AppError('NODE_TIME_ZONE_UNKNOWN', `"${timeZone}" is not an IANA time zone.`, {
      cause,
    });
  }
}

/** Seconds east of UTC that the clock shows at an instant. */
function offsetAt(clock: Intl.DateTimeFormat, ms: number): number {
  const shown: Record<string, string> = {};
  for (const { type, value } of clock.formatToParts(ms)) shown[type] = value;
  const year = shown.era === 'BC' ? 1 - Number(shown.year) : Number(shown.year);
  const wall = new Date(0);
  wall.setUTCFullYear(year, Number(shown.month) - 1, Number(shown.day));
  wall.setUTCHours(Number(shown.hour), Number(shown.minute), Number(shown.second));
  return Math.round((wall.getTime() - Math.floor(ms / SECOND) * SECOND) / SECOND);
}

/**
 * Every UTC offset in seconds (east positive, ascending) that the zone has between two instants.
 * The offset in force at `toIso` itself counts only if it began before.
 *
 * @throws AppError `NODE_TIME_ZONE_UNKNOWN`, `NODE_INSTANT_INVALID`
 */
export function offsetsBetween(timeZone: string, fromIso: string, toIso: string): number[] {
  const from = instantOf(fromIso);
  const end = instantOf(toIso);
  const clock = clockOf(timeZone);
  const found = new Set([offsetAt(clock, from)]);
  for (let at = from + STEP_MS; at < end; at += STEP_MS) found.add(offsetAt(clock, at));
  if (end > from) found.add(offsetAt(clock, end - 1));
  return [...found].sort((a, b) => a - b);
}

/** The instant twelve months later, as ISO 8601; from a leap day, the last day of February. */
export function yearLater(iso: string): string {
  const date = new Date(instantOf(iso));
  const month = date.getUTCMonth();
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  if (date.getUTCMonth() !== month) date.setUTCDate(0);
  return date.toISOString();
}
