import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { privateKeyToAccount } from 'viem/accounts';
import { profiles } from '@/lib/core/protocol/profiles';
import { FleetClient } from '@/scripts/demo/fleet-client';
import { PortalClient } from '@/scripts/demo/portal-client';
import { Progress } from '@/scripts/demo/progress';
import type { DealRun } from '@/scripts/demo/run-deal';
import { ClientWallet } from '@/scripts/demo/wallet';
import { localAccounts } from '@/scripts/lib/accounts.mjs';
import { startPlatform } from '@/scripts/lib/platform.mjs';

export type Platform = Awaited<ReturnType<typeof startPlatform>>;

/** A platform of the `test` profile with all processes of its own, on a throwaway data folder. */
export class LifePlatform {
  private constructor(
    readonly dataDir: string,
    private current: Platform,
    private readonly push: net.Server,
  ) {}

  static async start(): Promise<LifePlatform> {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'micro-storage-life-'));
    const push = await silentPushService();
    return new LifePlatform(dataDir, await launch(dataDir, push), push);
  }

  get platform(): Platform {
    return this.current;
  }

  get urls() {
    return this.current.urls as { portal: string; fleet: string; rpc: string; database: string };
  }

  /** Stops everything and starts again on the same data. */
  async startAgain(): Promise<void> {
    await this.current.stop();
    this.current = await launch(this.dataDir, this.push);
  }

  /** A signed-in client; `account` picks one of the funded test accounts. */
  async client(account: number): Promise<DealRun> {
    const { key } = localAccounts.clients[account] as { key: `0x${string}` };
    const portal = new PortalClient(this.urls.portal, privateKeyToAccount(key));
    const network = await portal.network();
    await portal.signIn(network.chainId);
    return {
      portal,
      wallet: new ClientWallet(network, portal.account),
      fleet: new FleetClient(this.urls.fleet),
      progress: new Progress(process.env.LIFE_PROGRESS !== '1'),
      periodSeconds: profiles.test.periodSeconds,
    };
  }

  /** A file of random bytes that goes with the data folder. */
  async file(name: string, bytes: number): Promise<string> {
    const file = path.join(this.dataDir, name);
    await writeFile(file, randomBytes(bytes));
    return file;
  }

  async stop(): Promise<void> {
    await this.current.stop();
    this.push.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** A Push service that takes connections and never answers: nothing may wait for it. */
function silentPushService(): Promise<net.Server> {
  const server = net.createServer((socket) => socket.on('error', () => undefined).resume());
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function launch(dataDir: string, push: net.Server): Promise<Platform> {
  const { address, key } = localAccounts.clients.at(-1) as { address: string; key: string };
  return startPlatform({
    profile: 'test',
    dataDir,
    ports: { portal: 0, anvil: 0, postgres: 0, fleet: 0 },
    fleetSize: 6,
    env: {
      ...process.env,
      PUSH_CHANNEL: address,
      PUSH_PRIVATE_KEY: key,
      PUSH_API_URL: `http://127.0.0.1:${(push.address() as net.AddressInfo).port}/apis`,
    },
    onFailure: (error: Error) => console.error(error),
  });
}
