import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type ProfileName, profiles } from '@/lib/core/protocol/profiles';
import { rpc, startAnvil } from '@/scripts/lib/anvil.mjs';
import { deployContracts } from '@/scripts/lib/contracts.mjs';
import { noteChild } from '@/scripts/lib/orphans.mjs';
import { freePort } from '@/scripts/lib/ports.mjs';
import { NOTES } from './cluster';
import { setTestEnv } from './env';

export interface TestChain {
  rpcUrl: string;
  /** Addresses of the deployed contracts, in the format of `contracts/deployments`. */
  deploymentFile: string;
  /** Any JSON-RPC call, such as `evm_increaseTime` or `anvil_mine`. */
  rpc<T = unknown>(method: string, params?: unknown[]): Promise<T>;
  stop(): Promise<void>;
}

export interface TestChainOptions {
  profile?: ProfileName;
  /** Seconds between blocks; 0 mines one for each transaction. Default: the profile's. */
  blockSeconds?: number;
  /** False leaves the contracts out. */
  deploy?: boolean;
}

/** A chain of its own with the contracts on it; the server environment points to it from now on. */
export async function startTestChain(options: TestChainOptions = {}): Promise<TestChain> {
  const profile = options.profile ?? 'test';
  const blockSeconds = options.blockSeconds ?? profiles[profile].blockSeconds;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'msp-test-chain-'));
  const { child, rpcUrl } = await startAnvil({
    port: await freePort(),
    logFile: path.join(folder, 'anvil.log'),
    blockSeconds,
  });
  const forget = noteChild(NOTES, child, { remove: folder });
  const stop = async () => {
    await child.stop();
    fs.rmSync(folder, { recursive: true, force: true });
    forget();
  };
  const deploymentFile = path.join(folder, 'deployments', '31337.json');
  try {
    if (options.deploy !== false)
      await deployContracts({ rpcUrl, profile, deploymentFile, blockSeconds });
  } catch (error) {
    await stop();
    throw error;
  }
  setTestEnv({ RPC_URL: rpcUrl, DEPLOYMENT_FILE: deploymentFile, PROFILE: profile });
  return {
    rpcUrl,
    deploymentFile,
    rpc: <T>(method: string, params: unknown[] = []) => rpc(rpcUrl, method, params) as Promise<T>,
    stop,
  };
}
