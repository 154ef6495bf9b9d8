import type { Command } from 'commander';
import { homeAt } from '../store/home';
import { type Output, print } from './output';
import { optional, parseAddress, parseCount } from './parse';

interface ExitOptions {
  home?: string;
  json?: boolean;
  slot?: string;
  passwordFile?: string;
}

interface ExitCli {
  home?: string;
  signal: AbortSignal;
  outputOf(options: ExitOptions): Output;
  password(options: ExitOptions, prompt: string): Promise<string>;
}

/** Argument and options of `exit`, on a command that has those that all commands share. */
export function addExitCommand(command: Command, cli: ExitCli): void {
  command
    .argument('<deal>', 'address of the deal')
    .option('--slot <number>', 'this slot only (else all that this computer holds in the deal)')
    .option('--password-file <file>', 'file whose first line is the password')
    .action(async (deal: string, options: ExitOptions) => {
      const { exit } = await import('../commands/exit');
      const result = await exit({
        home: homeAt(options.home, cli.home),
        deal: parseAddress(deal),
        slot: optional(options.slot, (text) => parseCount(text, 0, 65_535)),
        password: () => cli.password(options, 'Password of the key: '),
        signal: cli.signal,
      });
      print(cli.outputOf(options), result, () =>
        result.slots.map(({ slot, end }) =>
          end === 0n
            ? `Slot ${slot} ended: the deal had not started.`
            : `Slot ${slot} ends with period ${end}; keep the agent running until then.`,
        ),
      );
    });
}
