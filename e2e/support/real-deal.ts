import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createTestClient, type Hex, http, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import { profiles } from '@/lib/core/protocol/profiles';
import { FleetClient } from '@/scripts/demo/fleet-client';
import { PortalClient } from '@/scripts/demo/portal-client';
import { Progress } from '@/scripts/demo/progress';
import {
  type DealRun,
  publishAndSeal,
  requestPlan,
  type StorageWish,
  start,
} from '@/scripts/demo/run-deal';
import { ClientWallet } from '@/scripts/demo/wallet';
import { portalUrl, showsProgress } from './env';

/** Room for one segment of two shards in sectors of 2 KiB. */
const FILE_BYTES = 3000;

/** Seven days of the network's clock: 56 minutes of the profile `test`, longer than any run looks. */
const WEEK_PERIODS = 168;

/** A client without a browser, with a wallet (a new one without `key`) that has coins, signed in over HTTP. */
export async function newClient(key: Hex = generatePrivateKey()): Promise<DealRun> {
  const portal = new PortalClient(portalUrl(), privateKeyToAccount(key));
  const network = await portal.network();
  const chain = createTestClient({ mode: 'anvil', transport: http(network.rpcUrl) });
  await chain.setBalance({ address: portal.account.address, value: parseEther('100') });
  await portal.signIn(network.chainId);
  return {
    portal,
    wallet: new ClientWallet(network, portal.account),
    // Nothing here switches computers off.
    fleet: new FleetClient('http://127.0.0.1:0'),
    progress: new Progress(!showsProgress()),
    periodSeconds: profiles.test.periodSeconds,
  };
}

/** Uploads a small file of this name and gives the deal with its plan, or whatever `use` makes of it. */
export async function withFile<T>(name: string, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'micro-storage-e2e-'));
  try {
    const file = path.join(folder, name);
    await writeFile(file, randomBytes(FILE_BYTES));
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const wish: Omit<StorageWish, 'file'> = {
  durationPeriods: WEEK_PERIODS,
  tier: 'day',
  dataShards: 2,
  totalShards: 4,
};

/** A deal that real computers have sealed, before its start. */
export function sealedDeal(run: DealRun, name: string) {
  return withFile(name, async (file) => {
    const { deal, plan } = await requestPlan(run, { file, ...wish });
    return { plan, deal: await publishAndSeal(run, deal.dealId, plan.planId) };
  });
}

/** A deal that runs on real computers of the fleet: sealed, paid and started. */
export async function runningDeal(run: DealRun, name: string): Promise<DealSnapshot> {
  const { deal, plan } = await sealedDeal(run, name);
  return start(run, deal, plan.cost.total);
}
