import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { privateKeyToAccount } from 'viem/accounts';
import { AppError } from '@/lib/core/errors';
import { profiles } from '@/lib/core/protocol/profiles';
import { localAccounts } from '../lib/accounts.mjs';
import { callerFolderOf } from '../lib/settings.mjs';
import { runDemo } from './demo';
import { FleetClient } from './fleet-client';
import { openPlatform } from './platform';
import { PortalClient } from './portal-client';
import { Progress } from './progress';
import type { StorageWish } from './run-deal';
import { renderSummary } from './summary';
import { ClientWallet } from './wallet';

const whole = (text: string) => {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError('It must be a whole number.');
};

const program = new Command('npm run demo --')
  .argument('<file>', 'the file to store and fetch back')
  .option('--nodes-down <n>', 'computers of the deal to switch off before the download', whole, 0)
  .option('--periods <n>', 'length of the deal in proving periods', whole, 48)
  .option('--tier <tier>', 'instant, half-day or day', 'day')
  .option('--data-shards <k>', 'shards that restore a segment', whole)
  .option('--total-shards <n>', 'shards that are stored', whole)
  .option('--account <i>', 'which of the local test accounts pays', whole, 0)
  .option('--json', 'print the summary as JSON and no progress', false);

interface Options {
  nodesDown: number;
  periods: number;
  tier: StorageWish['tier'];
  dataShards?: number;
  totalShards?: number;
  account: number;
  json: boolean;
}

async function main(argv: readonly string[]): Promise<boolean> {
  program.parse(argv);
  const options = program.opts<Options>();
  const file = path.resolve(callerFolderOf(process.env), program.args[0] ?? '');
  await requireFile(file);
  const client = localAccounts.clients[options.account];
  if (!client) throw new AppError('NO_ACCOUNT', 'There is no such test account.');

  const progress = new Progress(options.json);
  const platform = await openPlatform((line) => progress.say(`· ${line}`));
  try {
    const account = privateKeyToAccount(client.key as `0x${string}`);
    const portal = new PortalClient(platform.urls.portal, account);
    const network = await portal.network();
    await portal.signIn(network.chainId);
    const run = {
      portal,
      wallet: new ClientWallet(network, account),
      fleet: new FleetClient(platform.urls.fleet),
      progress,
      periodSeconds: profiles[network.profile].periodSeconds,
    };
    const { nodesDown, periods, tier, dataShards, totalShards, json } = options;
    const wish = { file, durationPeriods: periods, tier, dataShards, totalShards };
    const summary = await runDemo(run, wish, nodesDown);
    console.log(json ? JSON.stringify(summary, null, 2) : `\n${renderSummary(summary)}`);
    return summary.ok;
  } finally {
    await platform.release();
  }
}

async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new AppError('FILE_NOT_FOUND', `There is no file ${file}.`);
  if (found.size === 0) throw new AppError('FILE_EMPTY', 'An empty file cannot be stored.');
}

main(process.argv).then(
  (ok) => process.exit(ok ? 0 : 1),
  (error: unknown) => {
    if (AppError.is(error)) console.error(`${error.code}: ${error.shortMessage}`);
    else console.error(error);
    process.exit(1);
  },
);
