import { type Abi, type Hex, keccak256, toHex } from 'viem';
import { localBeaconAbi, proofLedgerAbi, replaceReasons, storageDealAbi } from '@/lib/core/chain';
import type { WorkLeaf } from '@/lib/core/deals';
import {
  networkTree,
  nodes,
  type Published,
  planFor,
  publication,
  registration,
  SLOTS,
  uniformSector,
} from './deal';
import { startWorld, type World } from './world';

/** Leaves of the network's tree: 2^20, a million slots. */
const NETWORK_DEPTH = 20;
const BATCH = 18;
const URI = 'https://portal.example/api/verdicts/1111111';

/** Gas by the name of what was done, and deployed bytes by contract. */
export interface GasFigures {
  gas: Record<string, bigint>;
  bytes: Record<string, number>;
}

const all = Array.from({ length: SLOTS }, (_, i) => i);
const digestOf = (slot: number) => keccak256(toHex(`porep ${slot}`));

/** Divides evenly over what one transaction did, rounded up. */
const each = (gas: bigint, count: number) => (gas + BigInt(count) - 1n) / BigInt(count);

async function register(world: World, gas: Record<string, bigint>) {
  for (const { address } of [...nodes, world.relayer, world.client]) await world.fund(address);
  for (let from = 0; from < nodes.length; from += BATCH) {
    const part = nodes.slice(from, from + BATCH);
    const used = await world.relay(part.map((node, i) => [node, registration(world, from + i)]));
    if (from === 0) gas['registerNode, relayed, each of 18'] = each(used, BATCH);
  }
}

async function seal(world: World, deal: Published, commR: Hex, gas: Record<string, bigint>) {
  const preCommit = (i: number) => deal.call('preCommit', [deal.plans[i], deal.path(i), commR]);
  const prove = (i: number) => deal.call('proveCommit', [i, 0, digestOf(i)]);
  gas['preCommit, relayed alone'] = await world.relay([[nodes[0]!, preCommit(0)]]);
  gas['preCommit, sent by the node'] = await world.send(nodes[1]!, preCommit(1));
  const first = all.slice(2, 2 + BATCH);
  gas['preCommit, relayed, each of 18'] = each(
    await world.relay(first.map((i) => [nodes[i]!, preCommit(i)])),
    BATCH,
  );
  await world.relay(all.slice(2 + BATCH).map((i) => [nodes[i]!, preCommit(i)]));
  await world.chain.mine({ blocks: 5 });
  gas['proveCommit, relayed alone'] = await world.relay([[nodes[0]!, prove(0)]]);
  const some = all.slice(1, 1 + BATCH);
  gas['proveCommit, relayed, each of 18'] = each(
    await world.relay(some.map((i) => [nodes[i]!, prove(i)])),
    BATCH,
  );
  await world.relay(all.slice(1 + BATCH).map((i) => [nodes[i]!, prove(i)]));
  const verdicts = all.map((slot) => ({
    slot,
    generation: 0,
    digest: digestOf(slot),
    accepted: true,
  }));
  gas['recordPoReps, 36 slots'] = await world.send(
    world.verifier,
    deal.call('recordPoReps', [verdicts]),
  );
}

async function start(world: World, deal: Published, gas: Record<string, bigint>) {
  const hash = await world.chain.readContract({
    address: deal.address,
    abi: storageDealAbi,
    functionName: 'termsHash',
  });
  gas['startDeal, 36 slots'] = await world.send(
    world.client,
    deal.call('startDeal', [hash], 500n * 10n ** 18n),
  );
}

/** Posts a root of a million leaves in which every slot has proved `proven` periods. */
async function post(
  world: World,
  deal: Published,
  period: bigint,
  proven: bigint,
  change: Record<number, Partial<WorkLeaf>> = {},
) {
  const leaves = all.map(
    (slot): WorkLeaf => ({
      deal: deal.address,
      slot,
      generation: 0,
      provenPeriods: proven,
      fulfilments: Number(proven),
      commitments: Number(proven),
      lastAccepted: period,
      ...change[slot],
    }),
  );
  const tree = networkTree(leaves, NETWORK_DEPTH);
  const gas = await world.send(world.verifier, {
    to: world.contracts.ledger,
    abi: proofLedgerAbi as Abi,
    functionName: 'postVerdicts',
    args: [period, tree.root, keccak256(toHex('manifest')), URI],
  });
  return { period, tree, gas };
}

function settle(deal: Published, { period, tree }: Awaited<ReturnType<typeof post>>) {
  const [one] = tree.proven;
  const leaves = tree.proven.map(({ leaf }) => leaf);
  const paths = tree.proven.map(({ path }) => path);
  return {
    one: deal.call('settle', [period, one?.leaf, one?.path]),
    many: deal.call('settleMany', [period, leaves, paths]),
  };
}

async function settlements(world: World, deal: Published, gas: Record<string, bigint>) {
  const round = async (proven: bigint) => {
    const now = await world.skip();
    const root = await post(world, deal, now - 1n, proven);
    return { gas: root.gas, ...settle(deal, root) };
  };
  const first = await round(1n);
  gas['settle, a slot’s first'] = await world.send(world.relayer, first.one);
  const second = await round(2n);
  gas.postVerdicts = second.gas;
  const many = await world.send(world.relayer, second.many);
  gas['settleMany, 36 slots, first, each'] = each(many, SLOTS);
  gas['settle, later'] = await world.send(world.relayer, (await round(3n)).one);
  const later = await world.send(world.relayer, (await round(4n)).many);
  gas['settleMany, 36 slots, later, each'] = each(later, SLOTS);
}

async function disputes(world: World, deal: Published, proof: Hex, gas: Record<string, bigint>) {
  const period = await world.skip();
  await world.send(world.relayer, {
    to: world.contracts.beacon,
    abi: localBeaconAbi as Abi,
    functionName: 'record',
    args: [],
  });
  const digest = keccak256(proof);
  const dispute = (slot: number, receipt: Hex) =>
    deal.call('disputePoSt', [slot, 0, period, proof, receipt]);
  gas['submitPoSt (digest)'] = await world.send(
    nodes[2]!,
    deal.call('submitPoSt', [2, 0, period, digest]),
  );
  gas['disputePoSt, in its period'] = await world.send(nodes[0]!, dispute(0, '0x'));
  const receipt = await world.verifier.signTypedData({
    domain: {
      name: 'Micro-Storage Platform',
      version: '1',
      chainId: 31337,
      verifyingContract: world.contracts.registry,
    },
    types: {
      PoStReceipt: [
        { name: 'deal', type: 'address' },
        { name: 'slot', type: 'uint16' },
        { name: 'generation', type: 'uint16' },
        { name: 'period', type: 'uint64' },
        { name: 'digest', type: 'bytes32' },
      ],
    },
    primaryType: 'PoStReceipt',
    message: { deal: deal.address, slot: 1, generation: 0, period, digest },
  });
  await world.skip();
  gas['disputePoSt, by the verifier’s receipt'] = await world.send(nodes[1]!, dispute(1, receipt));
  gas['disputePoSt, by the digest on chain'] = await world.send(nodes[2]!, dispute(2, '0x'));
  const missed = { provenPeriods: 4n, fulfilments: 4, commitments: 5, lastAccepted: period - 1n };
  const { tree } = await post(world, deal, period, 5n, { 0: missed });
  const { leaf, path } = tree.proven[0] as (typeof tree.proven)[number];
  const decide = deal.call('decideDispute', [0, 0, period, period, leaf, path]);
  gas['decideDispute, credited'] = await world.send(world.relayer, decide);
}

async function ends(world: World, deal: Published, gas: Record<string, bigint>) {
  gas.topUp = await world.send(world.relayer, deal.call('topUp', [], 1n));
  gas.exitSlot = await world.send(nodes[3]!, deal.call('exitSlot', [3, 0]));
  await world.skip(24n);
  gas.releaseSlot = await world.send(world.relayer, deal.call('releaseSlot', [3]));
  const plan = planFor(3, SLOTS, 1);
  const reason = replaceReasons.indexOf('Exited');
  const args = [plan, reason, deal.plans[3], deal.path(3)];
  gas.replaceNode = await world.send(world.portal, deal.call('replaceNode', args));
  gas.closeDeal = await world.send(world.client, deal.call('closeDeal', []));
  const closed = await world.skip();
  const root = await post(world, deal, closed - 1n, 30n);
  await world.skip(13n + 14n);
  const final = settle(deal, root).many.args;
  gas['endDeal, 36 slots'] = await world.send(world.portal, deal.call('endDeal', final));
}

async function sizes(world: World): Promise<Record<string, number>> {
  const { contracts } = world;
  const names = {
    StorageDeal: contracts.implementation,
    StorageDealExtension: contracts.extension,
    StorageDealAnnex: contracts.annex,
    StorageDealFactory: contracts.factory,
    MicroNodeRegistry: contracts.registry,
    ProofLedger: contracts.ledger,
  };
  const entries = Object.entries(names).map(async ([name, address]) => {
    const code = await world.chain.getCode({ address });
    return [name, ((code?.length ?? 2) - 2) / 2] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** One deal of 36 slots from publication to its end, every transaction weighed by its receipt. */
export async function measureGas(): Promise<GasFigures> {
  const world = await startWorld();
  try {
    const gas: Record<string, bigint> = {};
    const { commR, proof } = uniformSector();
    await world.skip(1n);
    await register(world, gas);
    const single = await publication(world, 1);
    gas['publish, 1 slot'] = await world.send(world.portal, single.publish);
    const deal = await publication(world, SLOTS);
    gas['publish, 36 slots'] = await world.send(world.portal, deal.publish);
    await seal(world, deal, commR, gas);
    await start(world, deal, gas);
    await settlements(world, deal, gas);
    await disputes(world, deal, proof, gas);
    await ends(world, deal, gas);
    return { gas, bytes: await sizes(world) };
  } finally {
    await world.stop();
  }
}
