import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  createPublicClient,
  createWalletClient,
  http,
  keccak256,
  numberToHex,
  pad,
  zeroHash,
} from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  localBeaconAbi,
  microNodeRegistryAbi,
  proofLedgerAbi,
  storageDealFactoryAbi,
} from '@/lib/core/chain/abi';
import { profiles } from '@/lib/core/protocol/profiles';
import { rpc, startAnvil } from '@/scripts/lib/anvil.mjs';
import { freePort } from '@/scripts/lib/ports.mjs';
import { deploy } from './deploy.mjs';
import { settingsFor } from './settings.mjs';

const MNEMONIC = 'test test test test test test test test test test test junk';
const account = (addressIndex: number) => mnemonicToAccount(MNEMONIC, { addressIndex });
const keyOf = (index: number) =>
  `0x${Buffer.from(account(index).getHdKey().privateKey ?? []).toString('hex')}` as const;
const roles = {
  admin: account(1).address,
  portal: account(2).address,
  verifier: account(3).address,
};
const BEACON_PRECOMPILE = '0xfE00000000000000000000000000000000000006';
// CALLDATACOPY(0, 0, CALLDATASIZE); return keccak256(memory): a value that depends on the epoch.
const BEACON_MOCK = '0x3660006000373660002060005260206000f3';

/** A chain with a folder for the record, both gone after `stop`. */
async function chain(chainId: number) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'msp-deploy-'));
  const logFile = path.join(folder, 'anvil.log');
  const { child, rpcUrl } = await startAnvil({ port: await freePort(), logFile, chainId });
  const client = createPublicClient({ transport: http(rpcUrl) });
  return {
    rpcUrl,
    client,
    deploymentFile: path.join(folder, `${chainId}.json`),
    stop: async () => {
      await child.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Chain = Awaited<ReturnType<typeof chain>>;
const hex = (address: string) => address as `0x${string}`;

describe('settings', () => {
  it.each(['test', 'dev', 'production'] as const)('%s agrees with the profile', (name) => {
    const profile = profiles[name];
    expect(settingsFor(31337, name)).toMatchObject({
      periodSeconds: profile.periodSeconds,
      rootDelay: profile.rootDelayPeriods,
      disputeWindow: profile.disputeWindowPeriods,
      seedDelay: profile.localSeedDelay,
      postChallenges: profile.postChallenges,
    });
  });

  it('refuses unknown chains and profiles', () => {
    expect(() => settingsFor(1, 'dev')).toThrow(/chain 1/);
    expect(() => settingsFor(314, 'demo')).toThrow(/profile demo/);
  });
});

describe('on a local chain', () => {
  let local: Chain;
  beforeAll(async () => {
    local = await chain(31337);
  });
  afterAll(() => local.stop());

  it('deploys once, hands the roles over and finds everything the second time', async () => {
    const options = { ...local, profile: 'test' as const, ...roles };
    const first = await deploy(options);
    expect(first.reused).toBe(false);
    const registry = { address: hex(first.addresses.registry), abi: microNodeRegistryAbi };
    const isAdmin = (who: `0x${string}`) =>
      local.client.readContract({ ...registry, functionName: 'hasRole', args: [zeroHash, who] });
    expect(await isAdmin(roles.admin)).toBe(true);
    expect(await isAdmin(account(0).address)).toBe(false);

    const before = await local.client.getBlockNumber();
    const second = await deploy(options);
    expect(second).toEqual({ ...first, reused: true });
    expect(await local.client.getBlockNumber()).toBe(before);
    const { reused, ...record } = first;
    expect(JSON.parse(fs.readFileSync(local.deploymentFile, 'utf8'))).toEqual(record);
  });

  it('goes on where an interrupted run stopped', async () => {
    const options = { ...local, profile: 'dev' as const, ...roles };
    const broken = path.join(path.dirname(local.deploymentFile), 'broken.json');
    const created: string[] = [];
    const interrupted = deploy({
      ...options,
      deploymentFile: broken,
      log: (line: string) => {
        created.push(line);
        if (line.startsWith('MicroNodeRegistry')) throw new Error('power cut');
      },
    });
    await expect(interrupted).rejects.toThrow('power cut');
    const registry = created.at(-1)?.split(' at ')[1];
    const resumed = await deploy({ ...options, deploymentFile: broken });
    expect(resumed.addresses.registry).toBe(registry);
    expect(fs.existsSync(`${broken}.unfinished`)).toBe(false);
  });

  it('deploys anew when the code at the recorded address is gone', async () => {
    const options = { ...local, profile: 'test' as const, ...roles };
    const first = await deploy(options);
    await rpc(local.rpcUrl, 'anvil_setCode', [first.addresses.ledger, '0x']);
    const second = await deploy(options);
    expect(second.reused).toBe(false);
    expect(second.addresses.ledger).not.toBe(first.addresses.ledger);
  });

  it('refuses a node of another chain', async () => {
    const options = { ...local, profile: 'test' as const, ...roles, privateKey: keyOf(0) };
    await expect(deploy({ ...options, chainId: 314159 })).rejects.toThrow(/is chain 31337/);
  });
});

describe('rehearsal of Calibration', () => {
  let calibration: Chain;
  let genesisTimestamp: number;
  beforeAll(async () => {
    calibration = await chain(314159);
    genesisTimestamp = Number((await calibration.client.getBlock({ blockNumber: 0n })).timestamp);
    await rpc(calibration.rpcUrl, 'anvil_setCode', [BEACON_PRECOMPILE, BEACON_MOCK]);
    // Filecoin's epochs: one block every 30 s from the genesis on.
    await rpc(calibration.rpcUrl, 'anvil_mine', [numberToHex(400), numberToHex(30)]);
  });
  afterAll(() => calibration.stop());
  const options = () => ({
    ...calibration,
    chainId: 314159 as const,
    profile: 'production' as const,
    genesisTimestamp,
    ...roles,
  });

  it('needs a key and all roles', async () => {
    await expect(deploy({ ...options() })).rejects.toThrow(/DEPLOYER_PRIVATE_KEY/);
    const nobody = { ...options(), portal: undefined, privateKey: keyOf(0) };
    await expect(deploy(nobody)).rejects.toThrow(/--portal/);
  });

  it('takes period seeds from the exact first epoch, and never asks for the future', async () => {
    const { addresses } = await deploy({ ...options(), privateKey: keyOf(0) });
    const { client } = calibration;
    for (const address of [addresses.ledger, addresses.registry, addresses.factory]) {
      const delayed = { address: hex(address), abi: proofLedgerAbi };
      expect(await client.readContract({ ...delayed, functionName: 'roleDelay' })).toBe(172_800n);
    }
    const beacon = { address: hex(addresses.beacon), abi: localBeaconAbi };
    const ledger = { address: hex(addresses.ledger), abi: proofLedgerAbi };
    expect(await client.readContract({ ...beacon, functionName: 'seedDelay' })).toBe(150n);

    const period = await client.readContract({ ...ledger, functionName: 'currentPeriod' });
    const begin = Number(period) * 3600;
    const epoch = BigInt(Math.ceil((begin - genesisTimestamp) / 30));
    const seed = await client.readContract({ ...beacon, functionName: 'ofPeriod', args: [period] });
    expect(seed).toBe(keccak256(pad(numberToHex(epoch), { size: 32 })));
    const next = client.readContract({ ...beacon, functionName: 'ofPeriod', args: [period + 1n] });
    await expect(next).rejects.toThrow(/PeriodSeedMissing/);
    const future = (await client.getBlockNumber()) + 5n;
    const early = client.readContract({ ...beacon, functionName: 'at', args: [future] });
    await expect(early).rejects.toThrow(/RandomnessUnavailable/);
  });

  it('refuses an answer of the precompile that is not 32 bytes', async () => {
    const { addresses } = await deploy({ ...options(), privateKey: keyOf(0) });
    await rpc(calibration.rpcUrl, 'anvil_setCode', [BEACON_PRECOMPILE, '0x60106000f3']);
    const beacon = { address: hex(addresses.beacon), abi: localBeaconAbi };
    const read = calibration.client.readContract({ ...beacon, functionName: 'at', args: [10n] });
    await expect(read).rejects.toThrow(/RandomnessUnavailable/);
    await rpc(calibration.rpcUrl, 'anvil_setCode', [BEACON_PRECOMPILE, BEACON_MOCK]);
  });

  it('publishes a deal there', async () => {
    const { addresses } = await deploy({ ...options(), privateKey: keyOf(0) });
    const { client, rpcUrl } = calibration;
    const send = (index: number) =>
      createWalletClient({ account: account(index), transport: http(rpcUrl) });
    const hoursMap = (1n << 168n) - 1n;
    const offer = {
      accepting: true,
      rate: 10n ** 15n,
      maxSpan: 24,
      minFileSize: 0n,
      maxFileSize: 1n << 40n,
    };
    const node = account(5).address;
    const payout = account(6).address;
    const registered = await send(5).writeContract({
      chain: null,
      address: hex(addresses.registry),
      abi: microNodeRegistryAbi,
      functionName: 'registerNode',
      args: [payout, 1n << 40n, hoursMap, offer],
    });
    await client.waitForTransactionReceipt({ hash: registered });
    const now = (await client.getBlock()).timestamp;
    const planId = keccak256('0x01');
    const terms = {
      client: account(7).address,
      planId,
      contentHash: keccak256('0x02'),
      fileBytes: 1000n,
      sectorBytes: 8n << 20n,
      dataShards: 1,
      totalShards: 1,
      slotCount: 1,
      durationPeriods: 240n,
      maxRate: 10n ** 16n,
      sealRewardPeriods: 24,
      minRunwayPeriods: 48,
      feeBps: 0,
      sealingDeadline: now + 86_400n,
      startDeadline: now + 172_800n,
    };
    const slot = {
      slot: 0,
      generation: 0,
      node,
      payout,
      rate: offer.rate,
      maxSpan: 24,
      hoursMap,
      commD: keccak256('0x03'),
    };
    const factory = { address: hex(addresses.factory), abi: storageDealFactoryAbi };
    const predicted = await client.readContract({
      ...factory,
      functionName: 'predict',
      args: [planId],
    });
    const { request } = await client.simulateContract({
      ...factory,
      account: account(2),
      functionName: 'publish',
      args: [terms, [slot]],
    });
    const sent = await send(2).writeContract({ ...request, chain: null });
    const { status } = await client.waitForTransactionReceipt({ hash: sent });
    expect(status).toBe('success');
    expect(
      await client.readContract({ ...factory, functionName: 'isDeal', args: [predicted] }),
    ).toBe(true);
  });
});
