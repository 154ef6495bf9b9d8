import type { Command } from 'commander';
import { formatEther } from 'viem';
import { homeAt } from '../store/home';
import { type Output, print, table } from './output';
import { optional, parseAddress, parseCount } from './parse';

interface DisputeOptions {
  home?: string;
  json?: boolean;
  deal?: string;
  slot?: string;
  period?: string;
  dryRun?: boolean;
  passwordFile?: string;
}

interface DisputeCli {
  home?: string;
  signal: AbortSignal;
  outputOf(options: DisputeOptions): Output;
  password(options: DisputeOptions, prompt: string): Promise<string>;
}

/** Options of `dispute`, on a command that has those that all commands share. */
export function addDisputeCommand(command: Command, cli: DisputeCli): void {
  command
    .option('--deal <address>', 'proofs of this deal only')
    .option('--slot <number>', 'proofs of this slot only')
    .option('--period <number>', 'proofs of this period only')
    .option('--dry-run', 'only list what could be done; needs no password')
    .option('--password-file <file>', 'file whose first line is the password')
    .action(async (options: DisputeOptions) => {
      const { dispute } = await import('../commands/dispute');
      const report = await dispute({
        home: homeAt(options.home, cli.home),
        deal: optional(options.deal, parseAddress),
        slot: optional(options.slot, (text) => parseCount(text, 0, 65_535)),
        period: optional(options.period, (t) => BigInt(parseCount(t, 0, Number.MAX_SAFE_INTEGER))),
        dryRun: options.dryRun === true,
        password: () => cli.password(options, 'Password of the key: '),
        signal: cli.signal,
      });
      const { operator, balance, period, proofs } = report;
      print(cli.outputOf(options), report, () => [
        `It is period ${period}. ${operator} has ${formatEther(balance)} FIL for gas.`,
        ...(balance === 0n ? ['Without FIL only calls that the portal relays can be sent.'] : []),
        ...table(
          [
            'DEAL',
            'SLOT',
            'GEN',
            'PERIOD',
            'EVIDENCE',
            'NEXT',
            'UNTIL',
            'DONE',
            'OUTCOME',
            'PROBLEM',
          ],
          proofs.map((line) => [
            ...[line.deal, `${line.slot}`, `${line.generation}`, `${line.period}`, line.evidence],
            ...[line.next, `${line.until}`, line.did.join(',') || '-', line.outcome ?? '-'],
            line.problem ?? '',
          ]),
        ),
      ]);
    });
}
