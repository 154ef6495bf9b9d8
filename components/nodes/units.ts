const FIL_DIGITS = 18;
/** MiB-days in a GiB-month: the registry's unit of a rate against the one that people compare. */
const MIB_DAYS = 1024n * 30n;

/** Bytes of a MiB and a GiB. */
export const MIB = 1n << 20n;
export const GIB = 1n << 30n;

/**
 * A decimal number times 10^digits, exactly; undefined for anything else, for negative numbers and
 * for more fraction digits than fit.
 */
export function parseDecimal(text: string, digits: number): bigint | undefined {
  const match = /^(\d{1,40})(?:[.,](\d*))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > digits) return undefined;
  return BigInt(whole + fraction.padEnd(digits, '0'));
}

/** value / 10^digits without trailing zeros, as an input shows it. */
export function decimalText(value: bigint, digits: number): string {
  const text = value.toString().padStart(digits + 1, '0');
  const fraction = text.slice(text.length - digits).replace(/0+$/, '');
  const whole = text.slice(0, text.length - digits);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** FIL per GiB and month as typed → attoFIL per MiB and day, to the nearest. */
export function rateOfText(text: string): bigint | undefined {
  const atto = parseDecimal(text, FIL_DIGITS);
  return atto === undefined ? undefined : (atto + MIB_DAYS / 2n) / MIB_DAYS;
}

/**
 * attoFIL per MiB and day → FIL per GiB and month with as few digits as give back the same rate.
 */
export function textOfRate(rate: bigint): string {
  const atto = rate * MIB_DAYS;
  for (let digits = 0; digits < FIL_DIGITS; digits++) {
    const unit = 10n ** BigInt(FIL_DIGITS - digits);
    const text = decimalText((atto + unit / 2n) / unit, digits);
    if (rateOfText(text) === rate) return text;
  }
  return decimalText(atto, FIL_DIGITS);
}

/** A number of units of 2^20 or 2^30 bytes as typed, fractions allowed → whole bytes. */
export function bytesOfText(text: string, unit: bigint): bigint | undefined {
  const millionths = parseDecimal(text, 6);
  return millionths === undefined ? undefined : (millionths * unit) / 1_000_000n;
}

/** Whole bytes in units, as an input shows them. */
export function textOfBytes(bytes: bigint, unit: bigint): string {
  return decimalText((bytes * 1_000_000n) / unit, 6);
}

/** Rates above this do not fit the registry's 96 bits. */
export const MAX_RATE = (1n << 96n) - 1n;
/** "No limit": the largest size that the portal's rows hold. */
export const MAX_FILE_SIZE = (1n << 63n) - 1n;
