const HOURS_PER_WEEK = 168n;
/** Period 0 began on a Thursday, 72 hours after Monday 00:00 UTC. */
const EPOCH_HOUR = 72n;

/** True if a schedule promises a proof in this period: bit (period + 72) mod 168 of the map. */
export function isScheduled(hoursMap: bigint, period: bigint): boolean {
  return ((hoursMap >> ((period + EPOCH_HOUR) % HOURS_PER_WEEK)) & 1n) === 1n;
}

/**
 * True if a period is a commitment of a slot: scheduled and strictly between the start and the end
 * of its accrual. Both ends are excluded, since the slot did not exist, or will not, for all of them.
 */
export function isCommitted(
  slot: { hoursMap: bigint; start: bigint; accrualEnd: bigint },
  period: bigint,
): boolean {
  return period > slot.start && period < slot.accrualEnd && isScheduled(slot.hoursMap, period);
}
