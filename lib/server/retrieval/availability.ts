import { hasHour, hourOfWeek, isReachable } from '@/lib/core/nodes';
import { periodOf, periodStart, WEEK_HOURS } from '@/lib/core/protocol/clock';
import { profile } from '@/lib/server/lifecycle';

/** True if the node was heard of just now. */
export function isOnline(lastSeenAt: Date | null | undefined, now: number): boolean {
  return isReachable(lastSeenAt, new Date(now));
}

/**
 * When a slot's node has promised to be there again, in milliseconds: the start of its next promised
 * period. Null while it should be there now, or if it promised nothing.
 */
export function returnsAt(hoursMap: bigint, now: number): number | null {
  const { periodSeconds } = profile();
  const current = periodOf(now / 1000, periodSeconds);
  for (let ahead = 0n; ahead < BigInt(WEEK_HOURS); ahead++) {
    if (!hasHour(hoursMap, hourOfWeek(current + ahead))) continue;
    return ahead === 0n ? null : periodStart(current + ahead, periodSeconds) * 1000;
  }
  return null;
}
