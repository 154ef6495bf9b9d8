import { encodeFunctionData, type Hex, keccak256 } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { microNodeRegistryAbi, proofLedgerAbi, storageDealAbi } from '@/lib/core/chain';
import { slotsDigestOf } from '@/lib/core/deals';
import { chainContext } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { logger } from '@/lib/server/logger';
import {
  setTestEnv,
  startTestChain,
  startTestDatabase,
  type TestChain,
  type TestDatabase,
} from '@/tests/support';
import { testAccounts } from '@/tests/support/chain-test';
import {
  DealWorld,
  offer,
  planFor,
  preCommitCall,
  type TestDeal,
} from '@/tests/support/deal-world';
import { rebuildFromZero } from './from-zero';
import { cursorOf, followStep } from './step';

const lower = (address: string) => address.toLowerCase();
const client = lower(testAccounts.client.address);

async function catchUp(): Promise<void> {
  while (await followStep(chainContext(), logger));
}

/** Every row that mirrors the chain, without what only says when a row was written. */
async function mirror() {
  const deals = await db().deal.findMany({ orderBy: { id: 'asc' } });
  return {
    nodes: await db().node.findMany({ orderBy: { operator: 'asc' } }),
    deals: deals.map(({ updatedAt: _, ...deal }) => deal),
    slots: await db().slot.findMany({
      orderBy: [{ dealId: 'asc' }, { index: 'asc' }, { generation: 'asc' }],
    }),
    periods: await db().period.findMany({ orderBy: { index: 'asc' } }),
    events: await db().chainEvent.findMany({
      orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
    }),
  };
}

const told = async (recipient: string) =>
  (await db().inboxEvent.findMany({ where: { recipient }, orderBy: { seq: 'asc' } })).map(
    (event) => event.type,
  );

describe('chain follower', () => {
  let chain: TestChain;
  let database: TestDatabase;
  let world: DealWorld;
  let snapshot: string;

  beforeAll(async () => {
    chain = await startTestChain({ blockSeconds: 0 });
  });
  afterAll(() => chain.stop());
  beforeEach(async () => {
    database = await startTestDatabase();
    snapshot = await chain.rpc('evm_snapshot');
    world = new DealWorld(chain);
  });
  afterEach(async () => {
    await chain.rpc('evm_revert', [snapshot]);
    await database.stop();
  });

  const dealRow = (deal: TestDeal) => db().deal.findUniqueOrThrow({ where: { id: deal.id } });
  const slotRow = (deal: TestDeal, index: number, generation = 0) =>
    db().slot.findUniqueOrThrow({
      where: { dealId_index_generation: { dealId: deal.id, index, generation } },
    });

  it('mirrors a node and its changes, parameters one period later', async () => {
    await world.addNodes(1);
    const [node] = world.nodes;
    const parameters = { ...offer, rate: 5n };
    const data = encodeFunctionData({
      abi: microNodeRegistryAbi,
      functionName: 'setParameters',
      args: [0b00010, parameters],
    });
    await world.send(node!, world.contracts.registry, data);
    await world.mine();
    await catchUp();
    const operator = lower(node!.address);
    const row = await db().node.findUniqueOrThrow({ where: { operator } });
    expect(row).toMatchObject({ payout: operator, accepting: true, maxSpan: 24, retired: false });
    expect(row.rate.toFixed()).toBe(offer.rate.toString());
    expect(row.hoursMap).toBe(`0x${'0'.repeat(22)}${'f'.repeat(42)}`);
    expect(row.pending).toMatchObject({ rate: '5' });

    await chain.rpc('evm_increaseTime', [world.context.profile.periodSeconds]);
    await world.mine();
    await catchUp();
    const later = await db().node.findUniqueOrThrow({ where: { operator } });
    expect(later.rate.toFixed()).toBe('5');
    expect(later.pendingFrom).toBeNull();
  });

  it('survives a node that offers more bytes than a column holds', async () => {
    await world.addNodes(1, (1n << 64n) - 1n);
    await world.mine();
    await catchUp();
    expect((await db().node.findFirstOrThrow()).capacityBytes).toBe((1n << 63n) - 1n);
  });

  it('follows a deal from publication to its end', async () => {
    await world.addNodes(3);
    const deal = await world.publish();
    await world.mine();
    await catchUp();
    expect(await dealRow(deal)).toMatchObject({
      status: 'PENDING',
      chainState: 'Pending',
      address: deal.address,
      terms: { planId: deal.terms.planId, slotCount: 3, maxRate: deal.terms.maxRate.toString() },
    });
    expect(await told(client)).toEqual(['deal.published']);
    expect(await told(lower(world.nodes[0]!.address))).toEqual(['slot.offered']);

    const { publicationSeed } = await dealRow(deal);
    const ticket = await world.context.client.readContract({
      address: deal.address,
      abi: storageDealAbi,
      functionName: 'ticket',
      args: [1, 0],
    });
    expect(ticketOf(deal.address, 1, 0, publicationSeed as Hex)).toBe(ticket);

    await world.prove(deal, 0, false);
    await world.mine();
    await catchUp();
    expect(await slotRow(deal, 0)).toMatchObject({ state: 'OFFERED', preCommits: 1 });
    for (const slot of [0, 1, 2]) await world.prove(deal, slot);
    await world.mine();
    await catchUp();
    expect(await slotRow(deal, 0)).toMatchObject({ state: 'PROVED', preCommits: 2 });
    expect(await told(client)).toEqual(['deal.published', 'deal.ready-to-start']);
    expect(await told(lower(world.nodes[0]!.address))).toEqual([
      'slot.offered',
      'porep.verdict',
      'porep.verdict',
    ]);

    await world.start(deal);
    await world.mine();
    await catchUp();
    const active = await dealRow(deal);
    expect(active).toMatchObject({ status: 'ACTIVE', chainState: 'Active' });
    expect(active.fundedUntil).toBe(active.endPeriod);
    expect(active.accrualEnd).toBe(active.endPeriod);
    const live = await slotRow(deal, 2);
    expect(live).toMatchObject({ state: 'LIVE', start: active.startPeriod });
    expect(live.sealReward.toFixed()).not.toBe('0');

    const close = encodeFunctionData({ abi: storageDealAbi, functionName: 'closeDeal' });
    await world.send(testAccounts.client, deal.address, close);
    await world.mine();
    await catchUp();
    const closing = await dealRow(deal);
    expect(closing.status).toBe('CLOSING');
    expect(closing.accrualEnd! < closing.endPeriod!).toBe(true);
    expect(closing.refunded!.gt(0)).toBe(true);
    expect((await told(lower(world.nodes[2]!.address))).slice(-2)).toEqual([
      'deal.started',
      'deal.closing',
    ]);
  });

  it('queues the check of a PoRep whose body is there when its digest is final', async () => {
    await world.addNodes(1);
    const deal = await world.publish();
    const digest = await world.submitPoRep(deal, 0);
    const { id } = await db().porepSubmission.create({
      data: {
        dealId: deal.id,
        slot: 0,
        generation: 0,
        operator: 'x',
        digest,
        objectKey: 'k',
        bytes: 1,
      },
    });
    await world.mine();
    await catchUp();
    const jobs = await db().$queryRaw<{ data: unknown }[]>`
      SELECT data FROM pgboss.job WHERE name = 'verify-porep'`;
    expect(jobs).toEqual([{ data: { submissionId: id } }]);
    expect((await slotRow(deal, 0)).beaconValue).toMatch(/^0x[0-9a-f]{64}$/);
  });

  it('mirrors refusal and replacement while pending, with the digest of the slots', async () => {
    await world.addNodes(2);
    const deal = await world.publish(world.nodes.slice(0, 1));
    const refuse = encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'refuseSlot',
      args: [deal.plans[0]!, deal.path(0)],
    });
    await world.send(world.nodes[0]!, deal.address, refuse);
    await world.mine();
    await catchUp();
    expect((await slotRow(deal, 0)).state).toBe('VACANT');
    const repairs = await db().$queryRaw<{ data: { reason: string } }[]>`
      SELECT data FROM pgboss.job WHERE name = 'repair'`;
    expect(repairs.map((job) => job.data.reason)).toEqual(['Refused']);

    const plan = { ...planFor(world.nodes[1]!.address, 0, 1), commD: deal.plans[0]!.commD };
    const replace = encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'replaceNode',
      args: [plan, 4],
    });
    await world.send(testAccounts.portal, deal.address, replace);
    await world.mine();
    await catchUp();
    expect(await slotRow(deal, 0)).toMatchObject({ state: 'ENDED', endReason: 'Refused' });
    expect(await slotRow(deal, 0, 1)).toMatchObject({
      state: 'OFFERED',
      node: lower(world.nodes[1]!.address),
    });
    const { slotsRoot, slotsDigest } = await dealRow(deal);
    expect(slotsDigest).toBe(slotsDigestOf(slotsRoot as Hex, [plan]));
    expect(await told(lower(world.nodes[0]!.address))).toEqual(['slot.offered', 'slot.replaced']);
  });

  it('records posted verdicts and makes settlements of running deals due', async () => {
    await world.addNodes(1);
    const deal = await world.publish();
    await world.prove(deal, 0);
    await world.start(deal);
    const period = BigInt(await world.now()) / BigInt(world.context.profile.periodSeconds);
    await chain.rpc('evm_increaseTime', [world.context.profile.periodSeconds * 2]);
    await world.mine();
    const root = keccak256('0x03');
    const post = encodeFunctionData({
      abi: proofLedgerAbi,
      functionName: 'postVerdicts',
      args: [period, root, keccak256('0x04'), 'uri'],
    });
    await world.send(testAccounts.verifier, world.contracts.ledger, post);
    await world.mine();
    await catchUp();
    expect(await db().period.findUniqueOrThrow({ where: { index: period } })).toMatchObject({
      status: 'POSTED',
      root,
    });
    const jobs = await db().$queryRaw<{ data: unknown }[]>`
      SELECT data FROM pgboss.job WHERE name = 'settle'`;
    expect(jobs).toEqual([{ data: { dealId: deal.id, period: period.toString() } }]);
  });

  it('takes back what a reorg took back and tells nothing twice', async () => {
    await world.addNodes(2);
    const deal = await world.publish();
    await world.prove(deal, 0);
    await world.mine();
    await catchUp();
    const before = await mirror();
    const kept = await chain.rpc<string>('evm_snapshot');

    await world.prove(deal, 1);
    await world.start(deal);
    await world.mine();
    await catchUp();
    expect((await dealRow(deal)).status).toBe('ACTIVE');
    await db().slot.updateMany({ data: { fulfilments: 3 } });

    await chain.rpc('evm_revert', [kept]);
    await world.mine(1);
    await catchUp();
    const after = await mirror();
    expect(after.slots.map((slot) => slot.fulfilments)).toEqual([3, 3]);
    expect({ ...after, slots: after.slots.map((slot) => ({ ...slot, fulfilments: 0 })) }).toEqual(
      before,
    );

    await world.prove(deal, 1);
    await world.mine();
    await catchUp();
    expect((await slotRow(deal, 1)).state).toBe('PROVED');
    const ready = (await told(client)).filter((type) => type === 'deal.ready-to-start');
    expect(ready).toHaveLength(1);
  });

  it('forgets a publication that a reorg removed', async () => {
    await world.addNodes(1);
    await world.mine();
    await catchUp();
    const kept = await chain.rpc<string>('evm_snapshot');
    const deal = await world.publish();
    await world.mine();
    await catchUp();
    await chain.rpc('evm_revert', [kept]);
    await world.mine(1);
    await catchUp();
    expect(await dealRow(deal)).toMatchObject({ status: 'PUBLISHED', address: null, terms: null });
    expect(await db().slot.count()).toBe(0);
    expect((await db().node.findFirstOrThrow()).reservedBytes).toBe(0n);
  });

  it('reads only final blocks, so a reorg of newer ones goes unnoticed', async () => {
    await world.addNodes(1);
    await world.mine();
    await catchUp();
    const before = await mirror();
    await world.addNodes(1); // newest block, not final yet
    await catchUp();
    expect(await mirror()).toEqual(before);
    await chain.rpc('anvil_reorg', [1, []]);
    await catchUp();
    expect(await mirror()).toEqual(before);
  });

  it('gives the same rows when everything is read again from zero', async () => {
    await world.addNodes(3);
    const deal = await world.publish(world.nodes.slice(0, 2));
    await world.prove(deal, 0);
    await world.prove(deal, 1);
    await world.start(deal);
    const plan = { ...planFor(world.nodes[2]!.address, 1, 1), commD: deal.plans[1]!.commD };
    const replace = encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'replaceNode',
      args: [plan, 2],
    });
    await world.send(testAccounts.portal, deal.address, replace);
    await world.send(
      testAccounts.client,
      deal.address,
      encodeFunctionData({ abi: storageDealAbi, functionName: 'closeDeal' }),
    );
    await world.mine();
    await catchUp();
    const before = await mirror();
    const inbox = await db().inboxEvent.count();
    await rebuildFromZero(chainContext(), (await cursorOf(chainContext()))!);
    expect(await mirror()).toEqual(before);
    expect(await db().inboxEvent.count()).toBe(inbox);
  });

  it('starts over when the local chain was replaced', async () => {
    await world.addNodes(1);
    const deal = await world.publish();
    await world.mine();
    await catchUp();
    await db().transaction.create({
      data: {
        idempotencyKey: 'old',
        signer: 'portal',
        kind: 't',
        to: '0x',
        data: '0x',
        nonce: 3,
        status: 'SENT',
      },
    });
    const other = await startTestChain({ blockSeconds: 0 });
    try {
      const fresh = new DealWorld(other);
      await fresh.mine();
      await catchUp();
      expect(await dealRow(deal)).toMatchObject({
        status: 'FAILED',
        failureCode: 'CHAIN_REPLACED',
        address: null,
      });
      expect(await db().node.count()).toBe(0);
      expect(await db().transaction.findFirstOrThrow()).toMatchObject({
        status: 'FAILED',
        nonce: null,
      });
      await fresh.addNodes(2);
      await fresh.mine();
      await catchUp();
      expect(await db().node.count()).toBe(2);
    } finally {
      await other.stop();
      setTestEnv({ RPC_URL: chain.rpcUrl, DEPLOYMENT_FILE: chain.deploymentFile });
    }
  });

  it('lets only one of two followers apply a block', async () => {
    await world.addNodes(4);
    const deal = await world.publish();
    await world.mine();
    await followStep(chainContext(), logger);
    await Promise.allSettled([catchUp(), catchUp()]);
    await catchUp();
    expect(await db().slot.count()).toBe(4);
    expect((await told(client)).filter((type) => type === 'deal.published')).toHaveLength(1);
    expect((await dealRow(deal)).status).toBe('PENDING');
    expect(await db().node.findMany({ where: { reservedBytes: { not: 2048n } } })).toEqual([]);
  });

  it('ignores a stranger that copies our events', async () => {
    await world.addNodes(1);
    const deal = await world.publish();
    // Emits PreCommitted with the right topics: PUSH data, LOG4 as a contract would.
    const topic = keccak256(new TextEncoder().encode('NodeRetired(address)'));
    const node = `0x${'0'.repeat(24)}${world.nodes[0]!.address.slice(2)}`;
    const code = `0x7f${node.slice(2)}7f${topic.slice(2)}60006000a200`;
    const stranger = '0x00000000000000000000000000000000000000f1';
    await chain.rpc('anvil_setCode', [stranger, code]);
    await world.send(testAccounts.stranger, stranger, '0x');
    await world.send(world.nodes[0]!, deal.address, preCommitCall(deal, 0));
    await world.mine();
    await catchUp();
    expect((await db().node.findFirstOrThrow()).retired).toBe(false);
    expect((await slotRow(deal, 0)).state).toBe('PRECOMMITTED');
    expect(await db().chainEvent.count({ where: { address: stranger } })).toBe(0);
  });
});

function ticketOf(deal: Hex, slot: number, generation: number, seed: Hex): Hex {
  const word = (value: number) => value.toString(16).padStart(64, '0');
  return keccak256(
    `0x${deal.slice(2).padStart(64, '0')}${word(slot)}${word(generation)}${seed.slice(2)}`,
  );
}
