import {
  committedHours,
  declaredHours,
  gridToWindows,
  longestGap,
  popcount,
  weekPresets,
} from '@/lib/core/nodes';
import { address } from '@/lib/core/protocol/primitives';
import type { SignupSettings } from '@/lib/core/protocol/signup';
import { bytesOfText, GIB, MAX_FILE_SIZE, MAX_RATE, MIB, rateOfText, textOfRate } from '../units';

/** The form as it is typed. */
export interface Draft {
  /** Local hours of the week, bit 0 = Monday 00:00. */
  grid: bigint;
  timeZone: string;
  region: string;
  /** GiB */
  capacity: string;
  /** FIL per GiB and month */
  rate: string;
  /** Empty: the default for the hours. */
  maxSpan: string;
  /** MiB; empty: any size. */
  minFile: string;
  /** MiB; empty: no limit. */
  maxFile: string;
  payoutTo: 'wallet' | 'other';
  payout: string;
}

export type DraftField = keyof Draft;
export type DraftErrors = Partial<Record<DraftField, string>>;

/** Beyond the longest gap, so that a missed proof costs little. */
export const SPAN_RESERVE = 12;
/** What the registry allows beyond the longest gap. */
export const SPAN_SLACK = 24;
const MIN_CAPACITY = GIB / 4n;
const MAX_CAPACITY = 1n << 50n;
/** FIL per GiB and month where nobody else offers anything. */
const FALLBACK_RATE = 1_000_000_000_000n;

/** A form to begin with. */
export function emptyDraft(timeZone: string, medianRate: bigint | null): Draft {
  return {
    grid: weekPresets.weekdayEvenings,
    timeZone,
    region: regionOfZone(timeZone),
    capacity: '4',
    rate: textOfRate(medianRate ?? FALLBACK_RATE),
    maxSpan: '',
    minFile: '',
    maxFile: '',
    payoutTo: 'wallet',
    payout: '',
  };
}

const ZONE_REGIONS: Readonly<Record<string, string>> = {
  Africa: 'AF',
  Asia: 'AS',
  Europe: 'EU',
  Australia: 'OC',
  Pacific: 'OC',
  Atlantic: 'EU',
  Indian: 'AS',
};
const SOUTH_AMERICA =
  /^America\/(Argentina|Araguaina|Asuncion|Bahia|Belem|Boa_Vista|Bogota|Buenos|Campo|Caracas|Cayenne|Cuiaba|Eirunepe|Fortaleza|Guayaquil|Guyana|La_Paz|Lima|Maceio|Manaus|Montevideo|Noronha|Paramaribo|Porto|Punta|Recife|Rio|Santarem|Santiago|Sao)/;

/** The continent that a zone's name tells, as the region code of the placement; empty if none. */
export function regionOfZone(timeZone: string): string {
  if (timeZone.startsWith('America/')) return SOUTH_AMERICA.test(timeZone) ? 'SA' : 'NA';
  return ZONE_REGIONS[timeZone.split('/')[0] ?? ''] ?? '';
}

/** What the painted hours promise, and the spans that fit them. */
export interface WeekPromise {
  /** Painted hours of the week. */
  hours: number;
  /** Hours that stand alone and fall out when clocks change leave a gap that no span covers. */
  isFragile: boolean;
  /** Longest gap between painted hours. */
  gap: number;
  minSpan: number;
  maxSpan: number;
  defaultSpan: number;
}

const YEAR_MS = 366 * 24 * 3_600_000;

/**
 * Null while nothing is painted. A span must fit the hours of every deal, which depend on the clock
 * changes of its term: from the largest of those gaps up, to the smallest of them and a day.
 */
export function promiseOf(grid: bigint, timeZone: string, now: Date): WeekPromise | null {
  if (grid === 0n) return null;
  const windows = gridToWindows(grid);
  const from = now.toISOString();
  const declared = declaredHours(windows, timeZone, from);
  if (declared === 0n) return null;
  const year = new Date(now.getTime() + YEAR_MS).toISOString();
  const lasting = committedHours(windows, timeZone, from, year);
  const smallest = longestGap(declared);
  const largest = lasting === 0n ? smallest : longestGap(lasting);
  const maxSpan = smallest + SPAN_SLACK;
  // Where hours that clock changes take away leave too large a gap, no span fits every term.
  const fitsAlways = largest < maxSpan;
  const minSpan = (fitsAlways ? largest : smallest) + 1;
  return {
    hours: popcount(grid),
    isFragile: lasting === 0n || !fitsAlways,
    gap: longestGap(grid),
    minSpan,
    maxSpan,
    defaultSpan: Math.max(smallest + SPAN_RESERVE, minSpan),
  };
}

function spanOf(draft: Draft, promise: WeekPromise, errors: DraftErrors): number {
  if (draft.maxSpan.trim() === '') return promise.defaultSpan;
  const span = /^\d{1,5}$/.test(draft.maxSpan.trim()) ? Number(draft.maxSpan) : Number.NaN;
  const { minSpan, maxSpan } = promise;
  if (!(span >= minSpan && span <= maxSpan)) {
    errors.maxSpan = `With these hours: a whole number from ${minSpan} to ${maxSpan}.`;
  }
  return span;
}

function sizesOf(draft: Draft, errors: DraftErrors) {
  const size = (field: 'minFile' | 'maxFile', none: bigint) => {
    if (draft[field].trim() === '') return none;
    const bytes = bytesOfText(draft[field], MIB);
    if (bytes === undefined || bytes > MAX_FILE_SIZE)
      errors[field] = 'A number of MiB, or nothing.';
    return bytes ?? none;
  };
  const minFileSize = size('minFile', 0n);
  const maxFileSize = size('maxFile', MAX_FILE_SIZE);
  if (!errors.minFile && !errors.maxFile && minFileSize > maxFileSize) {
    errors.maxFile = 'The largest file cannot be smaller than the smallest.';
  }
  return { minFileSize, maxFileSize };
}

function capacityOf(draft: Draft, errors: DraftErrors): bigint {
  const bytes = bytesOfText(draft.capacity, GIB);
  if (bytes === undefined || bytes < MIN_CAPACITY || bytes > MAX_CAPACITY) {
    errors.capacity = 'A number of GiB, 0.25 at least.';
  }
  return bytes ?? 0n;
}

function rateOf(draft: Draft, errors: DraftErrors): bigint {
  const rate = rateOfText(draft.rate);
  if (rate === undefined || rate > MAX_RATE) errors.rate = 'An amount of FIL, such as 0.03.';
  return rate ?? 0n;
}

function payoutOf(draft: Draft, wallet: string | undefined, errors: DraftErrors) {
  const text = draft.payoutTo === 'wallet' ? wallet : draft.payout.trim();
  const parsed = address.safeParse(text ?? '');
  const isUsable = parsed.success && !/^0x(0{40}|ff0{22})/.test(parsed.data);
  if (isUsable) return parsed.data;
  errors.payout =
    draft.payoutTo === 'wallet'
      ? 'Sign in first, or name another address.'
      : 'An address: 0x and 40 hexadecimal digits.';
  return undefined;
}

/** The settings that a draft stands for, or what is wrong with it, by field. */
export function settingsOf(
  draft: Draft,
  wallet: string | undefined,
  now: Date,
): { settings: SignupSettings; errors: null } | { settings: null; errors: DraftErrors } {
  const errors: DraftErrors = {};
  const promise = promiseOf(draft.grid, draft.timeZone, now);
  if (!promise) errors.grid = 'Paint at least one hour of the week.';
  const capacityBytes = capacityOf(draft, errors);
  const rate = rateOf(draft, errors);
  const sizes = sizesOf(draft, errors);
  const maxSpan = promise ? spanOf(draft, promise, errors) : 0;
  const payout = payoutOf(draft, wallet, errors);
  if (Object.keys(errors).length > 0 || !payout) return { settings: null, errors };
  return {
    errors: null,
    settings: {
      payout,
      capacityBytes,
      timeZone: draft.timeZone,
      windows: gridToWindows(draft.grid),
      region: draft.region || undefined,
      parameters: { accepting: true, rate, maxSpan, ...sizes },
    },
  };
}
