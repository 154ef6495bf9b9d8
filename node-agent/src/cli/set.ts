import type { Command } from 'commander';
import { AppError } from '@/lib/core/errors';
import type { OfferChange } from '../commands/set';
import { homeAt } from '../store/home';
import type { OfferOptions } from './offer';
import { type Output, print } from './output';
import { optional, parseAddress, parseAmount, parseBytes, parseCount, parseWindow } from './parse';

interface SetOptions extends OfferOptions {
  home?: string;
  json?: boolean;
  accepting?: string;
  lowPriority?: string;
  pauseAbove?: string;
  sealAtOnce?: string;
}

function parseYesNo(text: string): boolean {
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new AppError('AGENT_USAGE', `"${text}" is neither yes nor no.`);
}

/** A share of the processors, or null for `never`. */
function parseShare(text: string): number | null {
  return text === 'never' ? null : parseCount(text.replace(/%$/, ''), 1, 100);
}

function changeOf(options: SetOptions): OfferChange {
  return {
    accepting: optional(options.accepting, parseYesNo),
    rate: optional(options.rate, parseAmount),
    maxSpan: optional(options.maxSpan, (t) => parseCount(t, 1, 65_535)),
    minFileSize: optional(options.minFileSize, parseBytes),
    maxFileSize: optional(options.maxFileSize, parseBytes),
    capacityBytes: optional(options.capacity, parseBytes),
    payout: optional(options.payout, parseAddress),
    timeZone: options.timeZone,
    windows: options.window.length > 0 ? options.window.flatMap(parseWindow) : undefined,
    region: options.region,
    lowPriority: optional(options.lowPriority, parseYesNo),
    pauseAbovePercent: optional(options.pauseAbove, parseShare),
    atOnce: optional(options.sealAtOnce, (t) => parseCount(t, 1, 16)),
  };
}

/** Options of `set`, on a command that has those that all commands share. */
export function addSetCommand(
  command: Command,
  cli: { home?: string; outputOf(options: SetOptions): Output },
): void {
  command
    .option('--accepting <yes|no>', 'whether new deals may choose this computer')
    .option('--rate <attoFIL>', 'per MiB and day')
    .option('--max-span <periods>', 'most periods that one proof may be paid for')
    .option('--min-file-size <size>', 'smallest file to take')
    .option('--max-file-size <size>', 'largest file to take')
    .option('--capacity <size>', 'space to offer, such as 20GiB')
    .option('--payout <address>', 'where earnings go')
    .option('--time-zone <name>', 'IANA time zone')
    .option(
      '--window <days hours>',
      'such as "mon-fri 18:00-23:30"; may be repeated, replaces all',
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .option('--region <name>', 'where the computer stands')
    .option('--low-priority <yes|no>', 'whether sealing lets everything else go first')
    .option('--seal-at-once <count>', 'sectors at a time; each takes a processor and its memory')
    .option('--pause-above <percent|never>', 'no sealing while others use more of the processors')
    .action(async (options: SetOptions) => {
      const { setOffer } = await import('../commands/set');
      const home = homeAt(options.home, cli.home);
      const result = await setOffer(home, changeOf(options), new Date());
      print(cli.outputOf(options), result, () => [
        result.changed.length > 0 ? `Changed: ${result.changed.join(', ')}.` : 'Nothing changed.',
        result.running === undefined
          ? 'The registry hears of it when you start `micro-node run`.'
          : `The agent runs (process ${result.running}): restart it, and the registry hears of it.`,
      ]);
    });
}
