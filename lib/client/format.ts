const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const ATTO_DIGITS = 18;
const NANO = 10n ** 9n;
/** Below a millionth of a FIL the leading zeros hide the amount. */
const SMALLEST_FIL = 10n ** 12n;
const MIB_PER_GIB = 1024n;
const MONTH_DAYS = 30n;
/** 1 January 2024, a Monday, in milliseconds. */
const MONDAY = Date.UTC(2024, 0, 1);
const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `1536` → "1.5 KiB"; whole numbers from 100 on. */
export function formatBytes(bytes: bigint | number): string {
  let value = Number(bytes);
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || Math.abs(value) >= 100 ? 0 : 1;
  return `${trimZeros(value.toFixed(digits))} ${BYTE_UNITS[unit]}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** value / 10^decimals, rounded half up to so many fraction digits. */
function decimal(value: bigint, decimals: number, fractionDigits: number): string {
  const cut = 10n ** BigInt(Math.max(0, decimals - fractionDigits));
  const scaled = (value + cut / 2n) / cut;
  const digits = Math.min(decimals, fractionDigits);
  const base = 10n ** BigInt(digits);
  const fraction = (scaled % base).toString().padStart(digits, '0');
  return trimZeros(`${whole.format(scaled / base)}${digits > 0 ? `.${fraction}` : ''}`);
}

/** Fraction digits that leave `significant` digits of value / 10^decimals, at least 2. */
function fractionFor(value: bigint, decimals: number, significant: number): number {
  const magnitude = value.toString().length - decimals;
  return Math.max(2, significant - magnitude);
}

/**
 * attoFIL as FIL: "0.42 FIL", "1,250 FIL"; dust in nanoFIL or attoFIL.
 * @param options.digits significant digits, 4 unless told
 */
export function formatFil(atto: bigint, options: { digits?: number } = {}): string {
  const significant = options.digits ?? 4;
  if (atto < 0n) return `−${formatFil(-atto, options)}`;
  if (atto === 0n) return '0 FIL';
  if (atto >= SMALLEST_FIL) {
    return `${decimal(atto, ATTO_DIGITS, fractionFor(atto, ATTO_DIGITS, significant))} FIL`;
  }
  if (atto >= NANO / 1000n) {
    return `${decimal(atto, 9, fractionFor(atto, 9, significant))} nanoFIL`;
  }
  return `${whole.format(atto)} attoFIL`;
}

/** A rate of attoFIL per MiB and day in the unit people compare: "0.31 FIL per GiB a month". */
export function formatRate(attoPerMiBDay: bigint): string {
  return `${formatFil(attoPerMiBDay * MIB_PER_GIB * MONTH_DAYS)} per GiB a month`;
}

/** A share of 1 as per cent, never rounded up to 100: 0.99993 → "99.993 %". */
export function formatPercent(share: number): string {
  if (share >= 1) return `${trimZeros((share * 100).toFixed(2))} %`;
  const nines = share > 0 ? Math.floor(-Math.log10(1 - share)) : 0;
  const digits = Math.min(6, Math.max(2, nines - 1));
  const factor = 10 ** digits;
  // The nudge keeps 0.29 * 100 = 28.999999999999996 at 29.
  const floored = Math.floor(share * 100 * factor + 1e-7) / factor;
  return `${trimZeros(floored.toFixed(digits))} %`;
}

/** A rating in basis points: 9150 → "91.5 %"; 9999 is 99.9 %, for only perfect is perfect. */
export function formatRating(basisPoints: number): string {
  return `${trimZeros((Math.floor(basisPoints / 10) / 10).toFixed(1))} %`;
}

const DURATION_STEPS = [
  { name: 'day', seconds: 86_400 },
  { name: 'h', seconds: 3600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
] as const;

const withUnit = (count: number, name: string) =>
  `${count} ${name === 'day' && count !== 1 ? 'days' : name}`;

/** The two largest units: "3 days 4 h", "12 min", "0 s"; days alone from a week on. */
export function formatDuration(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  if (rest >= 7 * 86_400) return withUnit(Math.round(rest / 86_400), 'day');
  const first = DURATION_STEPS.findIndex((step) => rest >= step.seconds);
  if (first === -1) return '0 s';
  const parts = DURATION_STEPS.slice(first, first + 2).map((step) => {
    const count = Math.floor(rest / step.seconds);
    rest -= count * step.seconds;
    return { count, name: step.name };
  });
  return parts
    .filter(({ count }) => count > 0)
    .map(({ count, name }) => withUnit(count, name))
    .join(' ');
}

/** An instant: "21 Nov 2026, 06:43"; with the zone's name unless it is the reader's own. */
export function formatInstant(date: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    ...(timeZone ? { timeZoneName: 'short' } : {}),
  }).format(date);
}

/** Start of a period in the reader's zone: "21 Nov 2026, 06:00". */
export function formatPeriod(period: bigint, periodSeconds: number): string {
  return formatInstant(new Date(Number(period) * periodSeconds * 1000));
}

/** `0x1234…cdef` */
export function shortAddress(address: string): string {
  return address.length <= 13 ? address : `${address.slice(0, 6)}…${address.slice(-4)}`;
}

/**
 * Hour of the UTC week by name, 0 = Monday 00:00: "Sunday 03:00 UTC"; with a zone the local hour
 * of the current week: "Sunday 04:00 GMT+1".
 */
export function hourOfWeekName(hour: number, timeZone = 'UTC'): string {
  const sinceMonday = Math.floor((Date.now() - MONDAY) / HOUR_MS);
  const weekStart = sinceMonday - (sinceMonday % WEEK_HOURS);
  const date = new Date(MONDAY + (weekStart + hour) * HOUR_MS);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).formatToParts(date);
  const weekday = part({ weekday: 'long' })[0]?.value ?? '';
  const time = part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    .map(({ value }) => value)
    .join('');
  const zone = part({ hour: '2-digit', timeZoneName: 'short' }).find(
    ({ type }) => type === 'timeZoneName',
  );
  return `${weekday} ${time} ${zone?.value ?? timeZone}`;
}
