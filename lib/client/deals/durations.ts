import { DAY_PERIODS } from '@/lib/core/protocol/clock';
import type { Profile } from '@/lib/core/protocol/profiles';

const HOURS = [6, 12];
const DAYS = [1, 2, 3, 5, 7, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365, 540];
const DEFAULT_DAYS = 30;
const DAY_SECONDS = 86_400;

/** Terms that the slider offers, in periods, as far as the profile allows them. */
export function durationStops(
  profile: Pick<Profile, 'minDurationPeriods' | 'maxDurationPeriods'>,
): number[] {
  const { minDurationPeriods: min, maxDurationPeriods: max } = profile;
  const stops = [...HOURS, ...DAYS.map((days) => days * DAY_PERIODS)];
  return stops.filter((periods) => periods >= min && periods <= max);
}

/** The stop that a page begins with: 30 days, or the longest that is allowed. */
export function defaultStop(stops: readonly number[]): number {
  const wanted = DEFAULT_DAYS * DAY_PERIODS;
  return Math.max(0, stops.includes(wanted) ? stops.indexOf(wanted) : stops.length - 1);
}

/** "12 hours", "1 day", "30 days": hours and days of the network's clock. */
export function durationName(periods: number): string {
  if (periods % DAY_PERIODS !== 0) return `${periods} ${periods === 1 ? 'hour' : 'hours'}`;
  const days = periods / DAY_PERIODS;
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

/** How long a term takes by the reader's clock, in seconds. */
export function realSeconds(periods: number, periodSeconds: number): number {
  return periods * periodSeconds;
}

/** How many times faster than real time the network's clock runs. */
export function clockSpeed(periodSeconds: number): number {
  return DAY_SECONDS / DAY_PERIODS / periodSeconds;
}
