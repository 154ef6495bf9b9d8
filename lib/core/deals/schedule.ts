import { isPromised } from '../protocol/clock';

/**
 * True if a period is a commitment of a slot: promised by its schedule and strictly between the
 * start and the end of its accrual. Both ends are excluded, since the slot did not exist, or will
 * not, for all of them.
 */
export function isCommitted(
  slot: { hoursMap: bigint; start: bigint; accrualEnd: bigint },
  period: bigint,
): boolean {
  return period > slot.start && period < slot.accrualEnd && isPromised(slot.hoursMap, period);
}
