import { Temporal } from '@js-temporal/polyfill';
import { AppError } from '../errors';

function zoned(timeZone: string, iso: string): Temporal.ZonedDateTime {
  let instant: Temporal.Instant;
  try {
    instant = Temporal.Instant.from(iso);
  } catch (cause) {
    throw new AppError('NODE_INSTANT_INVALID', 'The time is not an ISO 8601 instant.', { cause });
  }
  try {
    return instant.toZonedDateTimeISO(timeZone);
  } catch (cause) {
    throw new AppError('NODE_TIME_ZONE_UNKNOWN', `"${timeZone}" is not an IANA time zone.`, {
      cause,
    });
  }
}

/**
 * Every UTC offset in seconds (east positive, ascending) that the zone has between two instants.
 * The offset in force at `toIso` itself counts only if it began before.
 *
 * @throws AppError `NODE_TIME_ZONE_UNKNOWN`, `NODE_INSTANT_INVALID`
 */
export function offsetsBetween(timeZone: string, fromIso: string, toIso: string): number[] {
  let at = zoned(timeZone, fromIso);
  const end = zoned(timeZone, toIso).epochMilliseconds;
  const found = new Set([at.offsetNanoseconds / 1e9]);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= end) break;
    found.add(next.offsetNanoseconds / 1e9);
    at = next;
  }
  return [...found].sort((a, b) => a - b);
}

/** The instant twelve months later, as ISO 8601. */
export function yearLater(iso: string): string {
  return zoned('UTC', iso).add({ years: 1 }).toInstant().toString();
}
