import { ALL_HOURS, HOURS_PER_WEEK, shiftHours } from '../nodes/hours-map';

/** How far nodes may come and go early or late in the jittered figure. */
const JITTER_HOURS = 2;

/**
 * Bit w of the result: the map has an hour among the `windowHours` hours that begin at hour w of
 * the week (cyclic).
 */
export function windowsMet(hoursMap: bigint, windowHours: number): bigint {
  let met = 0n;
  for (let back = 0; back < windowHours; back++) met |= shiftHours(hoursMap, -back);
  return met & ALL_HOURS;
}

/** The bits of a 168-bit map as zeros and ones. */
export function toBits(map: bigint): Uint8Array {
  const bits = new Uint8Array(HOURS_PER_WEEK);
  let rest = map;
  for (let h = 0; h < HOURS_PER_WEEK; h++, rest >>= 1n) bits[h] = Number(rest & 1n);
  return bits;
}

/** Per window the share of shifts by −2 … +2 hours under which the map still meets it. */
export function jitteredShares(hoursMap: bigint, windowHours: number): Float64Array {
  const shares = new Float64Array(HOURS_PER_WEEK);
  for (let by = -JITTER_HOURS; by <= JITTER_HOURS; by++) {
    const bits = toBits(windowsMet(shiftHours(hoursMap, by), windowHours));
    bits.forEach((bit, w) => {
      shares[w] = shares[w]! + bit / (2 * JITTER_HOURS + 1);
    });
  }
  return shares;
}
