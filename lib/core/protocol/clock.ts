/** Hours of the week. */
export const WEEK_HOURS = 168;
/** Period 0 (1 January 1970) began on a Thursday, 72 hours after Monday 00:00. */
const EPOCH_HOUR_OF_WEEK = 72;
/** Periods of a day, in every profile. */
export const DAY_PERIODS = 24;

/** Period index of an instant: floor(unixSeconds / periodSeconds). */
export function periodOf(unixSeconds: number, periodSeconds: number): bigint {
  return BigInt(Math.floor(unixSeconds / periodSeconds));
}

/** First Unix second of a period. */
export function periodStart(period: bigint, periodSeconds: number): number {
  return Number(period) * periodSeconds;
}

/** Hour of the week of a period, 0 = Monday 00:00 (UTC in production). */
export function hourOfWeek(period: bigint): number {
  return Number((period + BigInt(EPOCH_HOUR_OF_WEEK)) % BigInt(WEEK_HOURS));
}

/** True when the map's bit of that period's hour is set. */
export function isPromised(hoursMap: bigint, period: bigint): boolean {
  return ((hoursMap >> BigInt(hourOfWeek(period))) & 1n) === 1n;
}
