import { AppError } from '../errors';

/** Hours of a week, and bits of an hours map. */
export const HOURS_PER_WEEK = 168;

/** The map with every hour set. */
export const ALL_HOURS = (1n << BigInt(HOURS_PER_WEEK)) - 1n;

/** True if hour of the week `hour` (0 = Monday 00:00 UTC) is in the map. */
export function hasHour(hoursMap: bigint, hour: number): boolean {
  return ((hoursMap >> BigInt(hour)) & 1n) === 1n;
}

/** The map with exactly the given hours of the week, each taken modulo 168. */
export function hoursToMap(hours: Iterable<number>): bigint {
  let map = 0n;
  for (const hour of hours) {
    map |= 1n << BigInt(((hour % HOURS_PER_WEEK) + HOURS_PER_WEEK) % HOURS_PER_WEEK);
  }
  return map;
}

/** The hours of a map, ascending. */
export function mapToHours(hoursMap: bigint): number[] {
  return Array.from({ length: HOURS_PER_WEEK }, (_, h) => h).filter((h) => hasHour(hoursMap, h));
}

/** Number of hours in the map. */
export function popcount(hoursMap: bigint): number {
  return mapToHours(hoursMap).length;
}

/**
 * The longest run of hours in which nothing is promised, over the week's end too: 0 for a full map,
 * 168 for an empty one. A slot's max span must be at least this plus one.
 */
export function longestGap(hoursMap: bigint): number {
  const hours = mapToHours(hoursMap);
  const first = hours[0];
  if (first === undefined) return HOURS_PER_WEEK;
  let longest = 0;
  hours.forEach((hour, i) => {
    const next = hours[i + 1] ?? first + HOURS_PER_WEEK;
    longest = Math.max(longest, next - hour - 1);
  });
  return longest;
}

/** Moves every hour of the map by whole hours, later if positive, around the week. */
export function shiftHours(hoursMap: bigint, by: number): bigint {
  const s = BigInt(((by % HOURS_PER_WEEK) + HOURS_PER_WEEK) % HOURS_PER_WEEK);
  return ((hoursMap << s) | (hoursMap >> (BigInt(HOURS_PER_WEEK) - s))) & ALL_HOURS;
}

/**
 * Reads a wire map.
 *
 * @throws AppError `NODE_HOURS_INVALID` unless 64 hex digits with bits 168 and above zero
 */
export function hoursMapFromHex(hex: string): bigint {
  if (!/^0x[0-9a-fA-F]{64}$/.test(hex) || BigInt(hex) > ALL_HOURS) {
    throw new AppError('NODE_HOURS_INVALID', 'An hours map is 64 hex digits of 168 bits.');
  }
  return BigInt(hex);
}
