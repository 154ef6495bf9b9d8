import { Command } from 'commander';
import type { PrivateKeyAccount } from 'viem/accounts';
import type { Offer } from '../commands/init';
import { createLog } from '../daemon/log';
import type { AgentEnv } from '../env';
import { homeAt } from '../store/home';
import { addDebugCommands } from './debug';
import { addDisputeCommand } from './dispute';
import { addExitCommand } from './exit';
import { assertNoOffer, type OfferOptions, offerOf } from './offer';
import { bytesText, type Output, print, table } from './output';
import { optional, parseBytes, parseCode, parseCount } from './parse';
import { readPassword } from './password';
import { addSetCommand } from './set';
import { addStatusCommands } from './status';

const DEFAULT_PORTAL = 'http://127.0.0.1:3000';
const DEFAULT_FLEET = 'http://127.0.0.1:8640';
const collect = (value: string, all: string[]) => [...all, value];

/** What commands get from the entry point. */
export interface CliContext {
  env: AgentEnv;
  out: (text: string) => void;
  err: (text: string) => void;
  /** Aborted by Ctrl-C or SIGTERM. */
  signal: AbortSignal;
}

interface CommonOptions {
  home?: string;
  json?: boolean;
}

interface InitOptions extends CommonOptions, OfferOptions {
  portal: string;
  rpc?: string;
  code?: string;
  maxDeals?: string;
  maxTotal?: string;
  minFreeDisk?: string;
  bandwidth?: string;
  lightKdf?: boolean;
  passwordFile?: string;
}

interface RunOptions extends CommonOptions {
  passwordFile?: string;
  portal?: string;
  rpc?: string;
  attached?: boolean;
  lowPriority?: boolean;
  pauseAbove?: string;
  sealAtOnce?: string;
}

/** Aborts when nobody holds the other end of standard input any more. */
function inputEnd(): AbortSignal {
  const ended = new AbortController();
  for (const event of ['end', 'close', 'error']) process.stdin.once(event, () => ended.abort());
  process.stdin.resume();
  return ended.signal;
}

function limitsOf(options: InitOptions) {
  const limits = {
    maxDeals: optional(options.maxDeals, (t) => parseCount(t, 0, 1_000_000)),
    maxTotalBytes: optional(options.maxTotal, parseBytes),
    minFreeDiskBytes: optional(options.minFreeDisk, parseBytes),
    bandwidth: optional(options.bandwidth, (t) => Number(parseBytes(t))),
  };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}

/** The offer is fetched when `init` has made the key that signs for it. */
async function offerOfCode(options: InitOptions, cli: CliContext) {
  assertNoOffer(options);
  const code = parseCode(options.code ?? '');
  const { redeem } = await import('../commands/redeem');
  const { portal: portalUrl } = options;
  return async (account: PrivateKeyAccount): Promise<Offer> => {
    const { parameters, ...offer } = await redeem({ portalUrl, code, signal: cli.signal }, account);
    return { ...offer, ...parameters };
  };
}

/** The commands. They only parse and print; the work is in `commands/`, loaded when it is asked for. */
export function createProgram(cli: CliContext): Command {
  const program = new Command('micro-node');
  const outputOf = (options: CommonOptions): Output => ({
    json: options.json === true || program.opts<CommonOptions>().json === true,
    out: cli.out,
    err: cli.err,
  });
  const home = (options: CommonOptions) => homeAt(options.home, cli.env.home);
  const password = (options: { passwordFile?: string }, prompt: string) => {
    const isFlag = options.passwordFile !== undefined;
    const file = options.passwordFile ?? (cli.env.password ? undefined : cli.env.passwordFile);
    return readPassword({ file, value: isFlag ? undefined : cli.env.password, prompt });
  };
  const command = (name: string, about: string) =>
    program
      .command(name)
      .description(about)
      .option('--home <folder>', 'home of the agent (else MICRO_NODE_HOME, ~/.micro-node)')
      .option('--json', 'print JSON');

  program
    .description('Stores, seals and proves sectors of the Micro-Storage Platform.')
    .option('--json', 'print JSON')
    .exitOverride()
    .configureOutput({ writeOut: cli.out, writeErr: cli.err });

  command('init', 'make a home: configuration and an encrypted key')
    .option('--portal <url>', 'address of the portal', DEFAULT_PORTAL)
    .option('--rpc <url>', 'own node of the chain')
    .option('--code <code>', 'one-time code of the sign-up form; brings the offer with it')
    .option('--payout <address>', 'where earnings go (else the operator itself)')
    .option('--capacity <size>', 'space to offer, such as 20GiB (needed without --code)')
    .option('--time-zone <name>', 'IANA time zone (else the one of this computer)')
    .option('--window <days hours>', 'such as "mon-fri 18:00-23:30"; may be repeated', collect, [])
    .option('--region <name>', 'where the computer stands')
    .option('--rate <attoFIL>', 'per MiB and day')
    .option('--max-span <periods>', 'most periods that one proof may be paid for')
    .option('--min-file-size <size>', 'smallest file to take')
    .option('--max-file-size <size>', 'largest file to take')
    .option('--max-deals <count>', 'most deals at a time')
    .option('--max-total <size>', 'most bytes in all')
    .option('--min-free-disk <size>', 'space that must stay free on the disk')
    .option('--bandwidth <size>', 'bytes per second in each direction')
    .option('--light-kdf', 'cheap key derivation, for local fleets only')
    .option('--password-file <file>', 'file whose first line is the password')
    .action(async (options: InitOptions) => {
      const { init } = await import('../commands/init');
      const signedUp = options.code === undefined ? undefined : await offerOfCode(options, cli);
      const result = await init({
        home: home(options),
        portalUrl: options.portal,
        rpcUrl: options.rpc,
        offer: signedUp ?? offerOf(options),
        limits: limitsOf(options),
        lightKdf: options.lightKdf === true,
        now: new Date(),
        password: await password(options, 'New password for the key: '),
      });
      print(outputOf(options), result, () => [
        `Node ${result.operator}`,
        `Home ${result.home}`,
        `Promises ${result.hoursPerWeek} hours a week (${result.timeZone}).`,
        'Start it with `micro-node run`.',
      ]);
    });

  command('run', 'run the agent until it is stopped')
    .option('--password-file <file>', 'file whose first line is the password')
    .option('--portal <url>', 'portal instead of the configured one')
    .option('--rpc <url>', 'chain node instead of the configured one')
    .option('--low-priority', 'sealing lets everything else on the computer go first')
    .option('--seal-at-once <count>', 'sectors at a time; each takes a processor and its memory')
    .option('--pause-above <percent>', 'no sealing while others use more of the processors')
    .option('--attached', 'stop when standard input ends: with the program that started this one')
    .action(async (options: RunOptions) => {
      const { run } = await import('../commands/run');
      const log = createLog(cli.env.logLevel, cli.err);
      const ask = () => password(options, 'Password of the key: ');
      const signal = options.attached ? AbortSignal.any([cli.signal, inputEnd()]) : cli.signal;
      const sealing = {
        lowPriority: options.lowPriority,
        pauseAbovePercent: optional(options.pauseAbove, (t) => parseCount(t, 1, 100)),
        atOnce: optional(options.sealAtOnce, (t) => parseCount(t, 1, 16)),
      };
      const overrides = { portalUrl: options.portal, rpcUrl: options.rpc, sealing };
      await run({ home: home(options), password: ask, overrides, log, signal });
      print(outputOf(options), { stopped: true }, () => ['Stopped.']);
    });

  addSetCommand(command('set', 'change what this computer offers, from its next start on'), {
    home: cli.env.home,
    outputOf,
  });

  addExitCommand(command('exit', 'leave a deal, a day of periods after this word'), {
    home: cli.env.home,
    signal: cli.signal,
    outputOf,
    password,
  });

  addDisputeCommand(command('dispute', 'dispute proofs that the ledger leaves out, or list them'), {
    home: cli.env.home,
    signal: cli.signal,
    outputOf,
    password,
  });

  addStatusCommands(command, { home, outputOf });

  command('list', 'the slots of this node').action(async (options: CommonOptions) => {
    const { list } = await import('../commands/list');
    const slots = await list(home(options));
    print(outputOf(options), { slots }, () =>
      table(
        ['DEAL', 'SLOT', 'GEN', 'STATE', 'SIZE', 'LAST PROOF', 'PROBLEM'],
        slots.map((s) => [
          s.deal,
          `${s.slot}`,
          `${s.generation}`,
          s.phase,
          bytesText(BigInt(s.sectorBytes)),
          `${s.lastProofPeriod ?? '-'}`,
          s.problem ?? '',
        ]),
      ),
    );
  });

  command('fleet', 'show or control the local fleet: fleet [start|stop|kill <number>]')
    .argument('[action]', 'start, stop or kill; without it the fleet is listed')
    .argument('[node]', 'number of the node')
    .option('--control <url>', 'address of the supervisor (else MICRO_NODE_FLEET)')
    .action(async (action, node, options: CommonOptions & { control?: string }) => {
      const { fleetCommand } = await import('../commands/fleet');
      const control = options.control ?? cli.env.fleetUrl ?? DEFAULT_FLEET;
      const nodes = await fleetCommand({ control, action, node });
      print(outputOf(options), { nodes }, () =>
        table(
          ['NODE', 'STATE', 'PROCESS', 'OPERATOR', 'NAME'],
          nodes.map((n) => [`${n.index}`, n.state, `${n.pid ?? '-'}`, n.operator ?? '-', n.name]),
        ),
      );
    });

  addDebugCommands(program, { signal: cli.signal, outputOf });

  for (const sub of program.commands) sub.exitOverride();
  return program;
}
