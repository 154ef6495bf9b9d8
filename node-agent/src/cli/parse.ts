import { AppError } from '@/lib/core/errors';
import type { LocalWindow } from '@/lib/core/nodes';
import { type Address, address, signupCode } from '@/lib/core/protocol';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const UNITS: Readonly<Record<string, bigint>> = {
  '': 1n,
  b: 1n,
  kib: 1n << 10n,
  mib: 1n << 20n,
  gib: 1n << 30n,
  tib: 1n << 40n,
};

function usage(message: string): AppError {
  return new AppError('AGENT_USAGE', message);
}

/** Reads an option that may be absent. */
export function optional<T>(text: string | undefined, parse: (text: string) => T): T | undefined {
  return text === undefined ? undefined : parse(text);
}

/** Reads a one-time code of the sign-up form. @throws AppError `AGENT_USAGE` */
export function parseCode(text: string): string {
  const parsed = signupCode.safeParse(text);
  if (parsed.success) return parsed.data;
  throw usage('The code is not one of the sign-up form: 16 letters and digits in groups of four.');
}

/** Reads `512MiB`, `10 GiB` or plain bytes. @throws AppError `AGENT_USAGE` */
export function parseBytes(text: string): bigint {
  const match = /^(\d+)\s*([a-z]*)$/i.exec(text.trim());
  const unit = UNITS[match?.[2]?.toLowerCase() ?? 'none'];
  if (!match?.[1] || unit === undefined) {
    throw usage(`"${text}" is not a size; write for example 20GiB or 512MiB.`);
  }
  return BigInt(match[1]) * unit;
}

/** Reads a whole number of attoFIL. @throws AppError `AGENT_USAGE` */
export function parseAmount(text: string): bigint {
  if (!/^\d+$/.test(text)) throw usage(`"${text}" is not a whole number of attoFIL.`);
  return BigInt(text);
}

/** Reads a 0x-address. @throws AppError `AGENT_USAGE` */
export function parseAddress(text: string): Address {
  const parsed = address.safeParse(text);
  if (parsed.success) return parsed.data;
  throw usage(`"${text}" is not an address.`);
}

/** Reads a whole number in a range. @throws AppError `AGENT_USAGE` */
export function parseCount(text: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw usage(`"${text}" is not a whole number from ${min} to ${max}.`);
  }
  return value;
}

function parseDays(text: string): number[] {
  if (text === 'daily') return DAYS.map((_, i) => i);
  const [first, last = first] = text.split('-').map((name) => DAYS.indexOf(name));
  if (first === undefined || last === undefined || first < 0 || last < 0) {
    throw usage(`"${text}" is not a day; write mon, mon-fri or daily.`);
  }
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, i) => (first + i) % 7);
}

/**
 * Reads one `--window`: `mon-fri 18:00-23:30`, `daily 00:00-00:00` (the whole day),
 * `sat 20:00-02:00` (over midnight).
 *
 * @throws AppError `AGENT_USAGE`
 */
export function parseWindow(text: string): LocalWindow[] {
  const match = /^([a-z-]+)\s+(\d{2}:\d{2})-(\d{2}:\d{2})$/i.exec(text.trim());
  if (!match) throw usage(`"${text}" is not a window; write for example "mon-fri 18:00-23:30".`);
  const [, days, from, to] = match as unknown as [string, string, string, string];
  return parseDays(days.toLowerCase()).map((day) => ({ day, from, to }));
}
