import { AppError } from '@/lib/core/errors';
import type { Offer } from '../commands/init';
import { optional, parseAddress, parseAmount, parseBytes, parseCount, parseWindow } from './parse';

/** Options of `init` that make the offer. */
export interface OfferOptions {
  payout?: string;
  capacity?: string;
  timeZone?: string;
  window: string[];
  region?: string;
  rate?: string;
  maxSpan?: string;
  minFileSize?: string;
  maxFileSize?: string;
}

const WHOLE_WEEK = 'daily 00:00-00:00';

/** The offer on the command line. @throws AppError `AGENT_USAGE` */
export function offerOf(options: OfferOptions): Offer {
  if (options.capacity === undefined) {
    throw new AppError('AGENT_USAGE', 'Say how much space to offer (--capacity 20GiB), or --code.');
  }
  const windows = options.window.length > 0 ? options.window : [WHOLE_WEEK];
  return {
    payout: optional(options.payout, parseAddress),
    capacityBytes: parseBytes(options.capacity),
    timeZone: options.timeZone,
    windows: windows.flatMap(parseWindow),
    region: options.region,
    rate: optional(options.rate, parseAmount),
    maxSpan: optional(options.maxSpan, (t) => parseCount(t, 1, 65_535)),
    minFileSize: optional(options.minFileSize, parseBytes),
    maxFileSize: optional(options.maxFileSize, parseBytes),
  };
}

/** The sign-up has said these already; two answers to one question help nobody. @throws AppError `AGENT_USAGE` */
export function assertNoOffer(options: OfferOptions): void {
  const { payout, capacity, timeZone, window, region, rate, maxSpan, minFileSize, maxFileSize } =
    options;
  const flags = {
    '--payout': payout,
    '--capacity': capacity,
    '--time-zone': timeZone,
    '--window': window[0],
    '--region': region,
    '--rate': rate,
    '--max-span': maxSpan,
    '--min-file-size': minFileSize,
    '--max-file-size': maxFileSize,
  };
  const given = Object.entries(flags).find(([, value]) => value !== undefined);
  if (!given) return;
  throw new AppError('AGENT_USAGE', `${given[0]} comes with --code; leave it out.`);
}
