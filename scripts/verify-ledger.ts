import { parseArgs } from 'node:util';
import { PublicChain } from './verify-ledger/chain';
import { CannotVerify } from './verify-ledger/errors';
import { PublicPortal } from './verify-ledger/portal';
import { UNKNOWABLE } from './verify-ledger/report';
import { verifyLedger } from './verify-ledger/verify';

// npm run verify:ledger -- --period P [--portal URL] [--rpc URL] [--json]
//
// Rebuilds the root of a proving period from what the portal publishes and the chain says, as any
// stranger can. Exit code 0: all is well; 1: something is wrong; 2: it could not be verified.

const USAGE = `Usage: npm run verify:ledger -- --period P [--portal URL] [--rpc URL] [--json]
  --period  index of a proving period (floor(Unix seconds / period length)), or "latest"
  --portal  origin of the portal, http://127.0.0.1:3000 by default
  --rpc     a node of the chain that you trust; by default the one that the portal names`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        period: { type: 'string' },
        portal: { type: 'string', default: 'http://127.0.0.1:3000' },
        rpc: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new CannotVerify(`${(error as Error).message}\n${USAGE}`);
  }
}

function periodFrom(text: string | undefined): bigint | 'latest' {
  if (text === 'latest') return text;
  if (text === undefined) throw new CannotVerify(`--period is missing.\n${USAGE}`);
  // 18 digits are far beyond any clock and within every integer type on the way.
  if (!/^\d{1,18}$/.test(text)) {
    throw new CannotVerify(`--period takes a whole number, not "${text}".\n${USAGE}`);
  }
  return BigInt(text);
}

async function latestOf(chain: PublicChain): Promise<bigint> {
  const root = (await chain.roots(10n ** 18n)).at(-1);
  if (!root) throw new CannotVerify('No root has been posted yet.');
  return root.period;
}

async function main(): Promise<number> {
  const { help, json, ...given } = options();
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const wanted = periodFrom(given.period);
  const portal = new PublicPortal(given.portal);
  const network = await portal.network();
  const chain = new PublicChain(network, given.rpc ?? network.rpcUrl);
  const period = wanted === 'latest' ? await latestOf(chain) : wanted;
  const report = await verifyLedger({ portal, chain }, period);
  const { findings, isGood } = report;
  if (json) {
    const out = { period: `${period}`, ok: isGood, findings, unknowable: UNKNOWABLE };
    console.log(JSON.stringify(out, null, 2));
  } else {
    console.log(`Period ${period} on chain ${network.chainId}\n\n${report.text()}\n`);
    console.log(isGood ? 'The root is what the published data say.' : 'The root is NOT in order.');
    if (!given.rpc)
      console.log(`The chain was read through ${network.rpcUrl}, named by the portal.`);
  }
  return isGood ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CannotVerify)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
