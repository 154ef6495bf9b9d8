import { createHash } from 'node:crypto';
import { type Abi, concat, type Hex, keccak256, toHex } from 'viem';
import { microNodeRegistryAbi, storageDealAbi, storageDealFactoryAbi } from '@/lib/core/chain';
import { buildLedgerTree, buildSlotTable, type SlotPlan, type WorkLeaf } from '@/lib/core/deals';
import { account, type Call, type World } from './world';

/** Slots of the deal that is measured, each on a node of its own. */
export const SLOTS = 36;
/** 512 MiB: the longest proofs. */
export const SECTOR_LOG2 = 29;
const DEPTH = SECTOR_LOG2 - 5;
const POST_CHALLENGES = 10;
const RATE = 10n ** 15n;
const HOURS = (1n << 168n) - 1n;

export const nodes = Array.from({ length: SLOTS + 1 }, (_, i) => account(20 + i));
const payoutOf = (i: number) => account(100 + i).address;

export function registration(world: World, i: number): Call {
  const offer = {
    accepting: true,
    rate: RATE,
    maxSpan: 24,
    minFileSize: 0n,
    maxFileSize: 1n << 40n,
  };
  return {
    to: world.contracts.registry,
    abi: microNodeRegistryAbi as Abi,
    functionName: 'registerNode',
    args: [payoutOf(i), 1n << 40n, HOURS, offer],
  };
}

export const planFor = (slot: number, i: number, generation = 0): SlotPlan => ({
  slot,
  generation,
  node: nodes[i]!.address,
  payout: payoutOf(i),
  rate: RATE,
  maxSpan: 24,
  hoursMap: HOURS,
  commD: keccak256(toHex(`commD ${slot}`)),
});

/** A plan of `count` slots, and the call that publishes it. */
export async function publication(world: World, count: number) {
  const { timestamp } = await world.chain.getBlock();
  const planId = keccak256(toHex(`plan of ${count} slots`));
  const plans = Array.from({ length: count }, (_, i) => planFor(i, i));
  const terms = {
    client: world.client.address,
    planId,
    contentHash: keccak256(toHex('content')),
    fileBytes: 1n << 31n,
    sectorBytes: 1n << BigInt(SECTOR_LOG2),
    dataShards: Math.min(8, count),
    totalShards: count,
    slotCount: count,
    durationPeriods: 24n * 180n,
    maxRate: RATE * 2n,
    sealRewardPeriods: 24,
    minRunwayPeriods: 48,
    feeBps: 0,
    sealingDeadline: timestamp + 86_400n,
    startDeadline: timestamp + 172_800n,
  };
  const address = await world.chain.readContract({
    address: world.contracts.factory,
    abi: storageDealFactoryAbi,
    functionName: 'predict',
    args: [planId],
  });
  const publish: Call = {
    to: world.contracts.factory,
    abi: storageDealFactoryAbi as Abi,
    functionName: 'publish',
    args: [terms, plans],
  };
  const table = buildSlotTable(plans);
  const call = (functionName: string, args: readonly unknown[], value?: bigint): Call => ({
    to: address,
    abi: storageDealAbi as Abi,
    functionName,
    args,
    value,
  });
  return { address, terms, plans, path: (slot: number) => table.pathOf(slot), publish, call };
}

export type Published = Awaited<ReturnType<typeof publication>>;

const PADDING = keccak256(toHex('the rest of the network'));
const pair = (a: Hex, b: Hex) => keccak256(a < b ? concat([a, b]) : concat([b, a]));

/** Leaves in a tree of 2^depth leaves: their own small tree, beside which hashes stand for the rest. */
export function networkTree(leaves: readonly WorkLeaf[], depth: number) {
  const small = buildLedgerTree(leaves);
  const rest = Array.from({ length: depth - 6 }, (_, i) => keccak256(concat([PADDING, toHex(i)])));
  const root = rest.reduce(pair, small.root);
  const proven = leaves.map((leaf) => {
    const found = small.find(leaf.deal, leaf.slot, leaf.generation);
    if (!found) throw new Error(`the tree lacks slot ${leaf.slot}`);
    return { leaf, path: [...found.path, ...rest] };
  });
  return { root, proven };
}

function truncated(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  copy[31] = (copy[31] ?? 0) & 0x3f;
  return copy;
}

const sha = (...parts: Uint8Array[]) =>
  truncated(createHash('sha256').update(Buffer.concat(parts)).digest());

/**
 * A sector whose leaves are all the same, so that one proof answers every challenge. It weighs what
 * any proof weighs: no byte of it is rarer or more often zero.
 */
export function uniformSector() {
  const commC = sha(Buffer.from('columns'));
  const levels = [sha(Buffer.from('leaf'))];
  for (let i = 0; i < DEPTH; i++) {
    const below = levels[i] as Buffer;
    levels.push(sha(below, below));
  }
  const header = Buffer.from([1, 2, SECTOR_LOG2, 0, 0, POST_CHALLENGES, 0, 0]);
  const opening = Buffer.concat([levels[0] as Buffer, ...levels.slice(0, DEPTH)]);
  const proof = Buffer.concat([header, commC, ...Array(POST_CHALLENGES).fill(opening)]);
  return { commR: toHex(sha(commC, levels[DEPTH] as Buffer)), proof: toHex(proof) };
}
