// The arithmetic of contracts/SPEC.md section 4, written from its words: slow and plain on purpose.

/** Attofil per MiB and day become attofil: bytes of a MiB times periods of a day. */
const D = 2n ** 20n * 24n;
const WHOLE = 10_000n;

/** What a generation may claim for n proven periods, rounded down. */
export function owed(rate: bigint, sectorBytes: bigint, periods: bigint): bigint {
  return (rate * sectorBytes * periods) / D;
}

/** Reserve for units (rate × periods) of any slots, rounded up. */
export function cost(units: bigint, sectorBytes: bigint): bigint {
  return (units * sectorBytes + D - 1n) / D;
}

/** The most units whose cost is within the money. */
export function affordable(money: bigint, sectorBytes: bigint): bigint {
  let units = (money * D) / sectorBytes;
  while (cost(units + 1n, sectorBytes) <= money) units++;
  while (units > 0n && cost(units, sectorBytes) > money) units--;
  return units;
}

/** The platform's part of what nodes are paid, rounded down. */
export function feeOn(paid: bigint, bps: bigint): bigint {
  return (paid * bps) / WHOLE;
}

/** The most that nodes can be paid so that the fee on it is within the money too. */
export function withoutFee(money: bigint, bps: bigint): bigint {
  let paid = (money * WHOLE) / (WHOLE + bps);
  while (paid + 1n + feeOn(paid + 1n, bps) <= money) paid++;
  while (paid > 0n && paid + feeOn(paid, bps) > money) paid--;
  return paid;
}

export const min = (a: bigint, b: bigint) => (a < b ? a : b);
export const max = (a: bigint, b: bigint) => (a > b ? a : b);
