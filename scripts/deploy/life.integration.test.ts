import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import {
  type Abi,
  createTestClient,
  encodeAbiParameters,
  encodeFunctionData,
  getAbiItem,
  http,
  keccak256,
  parseEther,
  publicActions,
  toHex,
  walletActions,
} from 'viem';
import { type HDAccount, mnemonicToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  forwarderAbi,
  localBeaconAbi,
  microNodeRegistryAbi,
  proofLedgerAbi,
  storageDealAbi,
  storageDealFactoryAbi,
} from '@/lib/core/chain/abi';
import { startAnvil } from '@/scripts/lib/anvil.mjs';
import { freePort } from '@/scripts/lib/ports.mjs';
import { deploy } from './deploy.mjs';

/** A deal of twelve slots on a real chain, through the generated ABIs and JavaScript's Merkle trees. */
const SLOTS = 12;
const T = 20;
const SECTOR = 2048n;
const RATE = 10n ** 18n;
const SLOT_TYPES = 'uint16 uint16 address address uint96 uint16 uint256 bytes32'.split(' ');
const LEAF_TYPES = 'address uint16 uint16 uint64 uint32 uint32 uint64'.split(' ');
const MNEMONIC = 'test test test test test test test test test test test junk';
const account = (addressIndex: number) => mnemonicToAccount(MNEMONIC, { addressIndex });
const [portal, verifier, client, relayer] = [1, 2, 3, 4].map(account) as [
  HDAccount,
  HDAccount,
  HDAccount,
  HDAccount,
];
const nodes = Array.from({ length: SLOTS }, (_, i) => account(20 + i));
const payoutOf = (i: number) => account(50 + i).address;

interface Target {
  address: `0x${string}`;
  abi: Abi;
}

async function startChain() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'msp-life-'));
  const logFile = path.join(folder, 'anvil.log');
  const { child, rpcUrl } = await startAnvil({ port: await freePort(), logFile });
  const roles = { admin: portal.address, portal: portal.address, verifier: verifier.address };
  const deploymentFile = path.join(folder, '31337.json');
  const { addresses } = await deploy({ rpcUrl, profile: 'test', deploymentFile, ...roles });
  const chain = createTestClient({ chain: foundry, mode: 'anvil', transport: http(rpcUrl) })
    .extend(publicActions)
    .extend(walletActions);
  return {
    chain,
    addresses: addresses as Record<keyof typeof addresses, `0x${string}`>,
    stop: async () => {
      await child.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

let world: Awaited<ReturnType<typeof startChain>>;
const gas: Record<string, bigint> = {};
beforeAll(async () => {
  world = await startChain();
  for (const node of nodes) {
    await world.chain.setBalance({ address: node.address, value: parseEther('10') });
  }
}, 60_000);
afterAll(() => world.stop());

async function send(
  from: HDAccount,
  to: Target,
  functionName: string,
  args: unknown[],
  value = 0n,
) {
  const { chain } = world;
  const { request } = await chain.simulateContract({
    ...to,
    account: from,
    functionName,
    args,
    value,
  });
  const hash = await chain.writeContract(request);
  const receipt = await chain.waitForTransactionReceipt({ hash });
  expect(receipt.status).toBe('success');
  gas[functionName] = receipt.gasUsed;
  return receipt;
}

async function nextPeriods(count: number) {
  await world.chain.increaseTime({ seconds: count * T });
  await world.chain.mine({ blocks: 1 });
}

const asText = (row: unknown[]) => row.map((v) => (typeof v === 'string' ? v : String(v)));

/** Signs a call for the forwarder, as an agent without gas does. */
async function forward(from: HDAccount, to: Target, functionName: string, args: unknown[]) {
  const { chain, addresses } = world;
  const data = encodeFunctionData({ abi: to.abi, functionName, args });
  const forwarder = { address: addresses.forwarder, abi: forwarderAbi as Abi };
  const nonce = await chain.readContract({
    ...forwarder,
    functionName: 'nonces',
    args: [from.address],
  });
  const deadline = Number((await chain.getBlock()).timestamp) + 60;
  const message = { from: from.address, to: to.address, value: 0n, gas: 500_000n, deadline, data };
  const signature = await from.signTypedData({
    domain: {
      name: 'MicroStorageForwarder',
      version: '1',
      chainId: 31337,
      verifyingContract: addresses.forwarder,
    },
    types: {
      ForwardRequest: [
        { name: 'from', type: 'address' },
        { name: 'to', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'gas', type: 'uint256' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint48' },
        { name: 'data', type: 'bytes' },
      ],
    },
    primaryType: 'ForwardRequest',
    message: { ...message, nonce: nonce as bigint },
  });
  return { ...message, signature };
}

it('lives from publication to completion', async () => {
  const { chain, addresses } = world;
  const registry: Target = { address: addresses.registry, abi: microNodeRegistryAbi };
  const factory: Target = { address: addresses.factory, abi: storageDealFactoryAbi };
  const ledger: Target = { address: addresses.ledger, abi: proofLedgerAbi };
  const forwarder: Target = { address: addresses.forwarder, abi: forwarderAbi };
  const beacon: Target = { address: addresses.beacon, abi: localBeaconAbi };
  const read = (to: Target, functionName: string, args: unknown[] = []) =>
    chain.readContract({ ...to, functionName, args });
  const period = async () => (await read(ledger, 'currentPeriod')) as bigint;

  const hoursMap = (1n << 168n) - 1n;
  const offer = {
    accepting: true,
    rate: RATE,
    maxSpan: 24,
    minFileSize: 0n,
    maxFileSize: 1n << 40n,
  };
  for (const [i, node] of nodes.entries()) {
    await send(node, registry, 'registerNode', [payoutOf(i), 1n << 30n, hoursMap, offer]);
  }
  const now = (await chain.getBlock()).timestamp;
  const terms = {
    client: client.address,
    planId: keccak256(toHex('plan')),
    contentHash: keccak256(toHex('content')),
    fileBytes: 8000n,
    sectorBytes: SECTOR,
    dataShards: 4,
    totalShards: SLOTS,
    slotCount: SLOTS,
    durationPeriods: 240n,
    maxRate: 2n * RATE,
    sealRewardPeriods: 24,
    minRunwayPeriods: 6,
    feeBps: 0,
    sealingDeadline: now + 600n,
    startDeadline: now + 1200n,
  };
  const slots = nodes.map((node, slot) => ({
    slot,
    generation: 0,
    node: node.address,
    payout: payoutOf(slot),
    rate: RATE,
    maxSpan: 24,
    hoursMap,
    commD: keccak256(toHex(`commD ${slot}`)),
  }));
  const rows = slots.map((s) => asText(Object.values(s)));
  const table = StandardMerkleTree.of(rows, SLOT_TYPES, { sortLeaves: false });
  const deal: Target = {
    address: (await read(factory, 'predict', [terms.planId])) as `0x${string}`,
    abi: storageDealAbi,
  };
  await send(portal, factory, 'publish', [terms, slots]);
  expect(await read(deal, 'slotsRoot')).toBe(table.root);

  const termsType = getAbiItem({ abi: storageDealAbi, name: 'terms' }).outputs[0];
  const termsHash = keccak256(
    encodeAbiParameters(
      [{ type: 'uint256' }, { type: 'address' }, termsType, { type: 'bytes32' }],
      [31337n, deal.address, terms, table.root as `0x${string}`],
    ),
  );
  expect(await read(deal, 'termsHash')).toBe(termsHash);

  const sealed = (slot: number) => [
    slots[slot],
    table.getProof(slot),
    keccak256(toHex(`commR ${slot}`)),
  ];
  await send(nodes[0]!, deal, 'preCommit', sealed(0));
  gas.preCommitDirect = gas.preCommit ?? 0n;
  for (let slot = 1; slot < SLOTS; slot++) {
    const request = await forward(nodes[slot]!, deal, 'preCommit', sealed(slot));
    await send(relayer, forwarder, 'executeBatch', [[request], relayer.address]);
    gas.preCommitForwarded = gas.executeBatch ?? 0n;
  }
  await chain.mine({ blocks: 4 });
  const verdicts = [];
  for (const [slot, node] of nodes.entries()) {
    const digest = keccak256(toHex(`proof ${slot}`));
    await send(node, deal, 'proveCommit', [slot, 0, digest]);
    verdicts.push({ slot, generation: 0, digest, accepted: true });
  }
  await send(verifier, deal, 'recordPoReps', [verdicts]);
  await send(client, deal, 'startDeal', [termsHash], parseEther('1'));

  const { timestamp } = await chain.getBlock();
  await chain.setNextBlockTimestamp({ timestamp: (timestamp / 20n + 1n) * 20n });
  await chain.mine({ blocks: 1 });
  await send(portal, beacon, 'record', []);
  expect(await read(beacon, 'ofPeriod', [await period()])).toMatch(/^0x[0-9a-f]{64}$/);

  const begin = ((await read(deal, 'dealData')) as { startPeriod: bigint }).startPeriod;
  const leavesAt = (count: bigint) =>
    nodes.map((_, slot) => ({
      deal: deal.address,
      slot,
      generation: 0,
      provenPeriods: count,
      fulfilments: Number(count),
      commitments: Number(count),
      lastAccepted: begin + count,
    }));
  const postRoot = async (at: bigint, count: bigint) => {
    const leaves = leavesAt(count);
    const values = leaves.map((l) => asText(Object.values(l)));
    const tree = StandardMerkleTree.of(values, LEAF_TYPES, { sortLeaves: false });
    await send(verifier, ledger, 'postVerdicts', [
      at,
      tree.root,
      keccak256('0x'),
      'verdicts/1.json',
    ]);
    return [at, leaves, leaves.map((_, i) => tree.getProof(i))];
  };
  await nextPeriods(4);
  await send(relayer, deal, 'settleMany', await postRoot(begin + 3n, 3n));
  gas.settleManyFirst = gas.settleMany ?? 0n;
  const unit = (RATE * SECTOR) / (24n << 20n);
  const reward = (RATE * SECTOR * 24n) / (24n << 20n);
  const earned = await chain.getBalance({ address: payoutOf(0) });
  expect(earned).toBe(reward + (RATE * SECTOR * 3n) / (24n << 20n));
  await nextPeriods(2);
  await send(relayer, deal, 'settleMany', await postRoot(begin + 5n, 5n));

  const before = await chain.getBalance({ address: client.address });
  await send(client, deal, 'closeDeal', []);
  expect(await chain.getBalance({ address: client.address })).toBeGreaterThan(before);
  const { accrualEnd } = (await read(deal, 'dealData')) as { accrualEnd: bigint };
  await nextPeriods(1);
  const last = await postRoot(accrualEnd, accrualEnd - begin);
  await nextPeriods(1);
  await send(portal, deal, 'endDeal', last);
  const data = (await read(deal, 'dealData')) as { state: number; contractBalance: bigint };
  expect(data).toMatchObject({ state: 2, contractBalance: 0n, liabilities: 0n });
  expect(await read(registry, 'rating', [nodes[3]?.address])).toBe(10_000n);
  expect(await chain.getBalance({ address: payoutOf(5) })).toBeGreaterThanOrEqual(
    reward + unit * (accrualEnd - begin),
  );

  // Generous ceilings: a step that becomes dear is noticed here.
  expect(Number(gas.publish)).toBeLessThan(1_100_000);
  expect(Number(gas.preCommitForwarded)).toBeLessThan(260_000);
  expect(Number(gas.postVerdicts)).toBeLessThan(80_000);
  expect(Number(gas.settleMany)).toBeLessThan(60_000 * SLOTS);
  process.stdout.write(
    `gas: ${Object.entries(gas)
      .map(([k, v]) => `${k} ${v}`)
      .join(', ')}\n`,
  );
});
