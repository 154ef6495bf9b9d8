import { encodeFunctionData, type Hex, keccak256 } from 'viem';
import { describe, expect, it } from 'vitest';
import { microNodeRegistryAbi, proofLedgerAbi, storageDealAbi } from '@/lib/core/chain';
import { slotsDigestOf } from '@/lib/core/deals';
import { db } from '@/lib/server/db';
import { useChainSuite } from '@/tests/support/chain-suite';
import { testAccounts } from '@/tests/support/chain-test';
import { offer, planFor, preCommitCall } from '@/tests/support/deal-world';
import { dealRow, slotRow, told } from '@/tests/support/mirror';

const lower = (address: string) => address.toLowerCase();
const client = lower(testAccounts.client.address);

describe('rows that mirror the chain', () => {
  const suite = useChainSuite();

  it('mirrors a node and its changes, parameters one period later', async () => {
    await suite.world.addNodes(1);
    const [node] = suite.world.nodes;
    const parameters = { ...offer, rate: 5n };
    const data = encodeFunctionData({
      abi: microNodeRegistryAbi,
      functionName: 'setParameters',
      args: [0b00010, parameters],
    });
    await suite.world.send(node!, suite.world.contracts.registry, data);
    await suite.world.mine();
    await suite.follow();
    const operator = lower(node!.address);
    const row = await db().node.findUniqueOrThrow({ where: { operator } });
    expect(row).toMatchObject({ payout: operator, accepting: true, maxSpan: 24, retired: false });
    expect(row.rate.toFixed()).toBe(offer.rate.toString());
    expect(row.hoursMap).toBe(`0x${'0'.repeat(22)}${'f'.repeat(42)}`);
    expect(row.pending).toMatchObject({ rate: '5' });

    await suite.chain.rpc('evm_increaseTime', [suite.world.context.profile.periodSeconds]);
    await suite.world.mine();
    await suite.follow();
    const later = await db().node.findUniqueOrThrow({ where: { operator } });
    expect(later.rate.toFixed()).toBe('5');
    expect(later.pendingFrom).toBeNull();
  });

  it('survives a node that offers more bytes than a column holds', async () => {
    await suite.world.addNodes(1, (1n << 64n) - 1n);
    await suite.world.mine();
    await suite.follow();
    expect((await db().node.findFirstOrThrow()).capacityBytes).toBe((1n << 63n) - 1n);
  });

  it('follows a deal from publication to its end', async () => {
    await suite.world.addNodes(3);
    const deal = await suite.world.publish();
    await suite.world.mine();
    await suite.follow();
    expect(await dealRow(deal)).toMatchObject({
      status: 'PENDING',
      chainState: 'Pending',
      address: deal.address,
      terms: { planId: deal.terms.planId, slotCount: 3, maxRate: deal.terms.maxRate.toString() },
    });
    expect(await told(client)).toEqual(['deal.published']);
    expect(await told(lower(suite.world.nodes[0]!.address))).toEqual(['slot.offered']);

    const { publicationSeed } = await dealRow(deal);
    const ticket = await suite.world.context.client.readContract({
      address: deal.address,
      abi: storageDealAbi,
      functionName: 'ticket',
      args: [1, 0],
    });
    expect(ticketOf(deal.address, 1, 0, publicationSeed as Hex)).toBe(ticket);

    await suite.world.prove(deal, 0, false);
    await suite.world.mine();
    await suite.follow();
    expect(await slotRow(deal, 0)).toMatchObject({ state: 'OFFERED', preCommits: 1 });
    for (const slot of [0, 1, 2]) await suite.world.prove(deal, slot);
    await suite.world.mine();
    await suite.follow();
    expect(await slotRow(deal, 0)).toMatchObject({ state: 'PROVED', preCommits: 2 });
    expect(await told(client)).toEqual(['deal.published', 'deal.ready-to-start']);
    expect(await told(lower(suite.world.nodes[0]!.address))).toEqual([
      'slot.offered',
      'porep.verdict',
      'porep.verdict',
    ]);

    await suite.world.start(deal);
    await suite.world.mine();
    await suite.follow();
    const active = await dealRow(deal);
    expect(active).toMatchObject({ status: 'ACTIVE', chainState: 'Active' });
    expect(active.fundedUntil).toBe(active.endPeriod);
    expect(active.accrualEnd).toBe(active.endPeriod);
    const live = await slotRow(deal, 2);
    expect(live).toMatchObject({ state: 'LIVE', start: active.startPeriod });
    expect(live.sealReward.toFixed()).not.toBe('0');

    const close = encodeFunctionData({ abi: storageDealAbi, functionName: 'closeDeal' });
    await suite.world.send(testAccounts.client, deal.address, close);
    await suite.world.mine();
    await suite.follow();
    const closing = await dealRow(deal);
    expect(closing.status).toBe('CLOSING');
    expect(closing.accrualEnd! < closing.endPeriod!).toBe(true);
    expect(closing.refunded!.gt(0)).toBe(true);
    expect((await told(lower(suite.world.nodes[2]!.address))).slice(-2)).toEqual([
      'deal.started',
      'deal.closing',
    ]);
  });

  it('queues the check of a PoRep whose body is there when its digest is final', async () => {
    await suite.world.addNodes(1);
    const deal = await suite.world.publish();
    const digest = await suite.world.submitPoRep(deal, 0);
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
    await suite.world.mine();
    await suite.follow();
    const jobs = await db().$queryRaw<{ data: unknown }[]>`
      SELECT data FROM pgboss.job WHERE name = 'verify-porep'`;
    expect(jobs).toEqual([{ data: { submissionId: id } }]);
    expect((await slotRow(deal, 0)).beaconValue).toMatch(/^0x[0-9a-f]{64}$/);
  });

  it('mirrors refusal and replacement while pending, with the digest of the slots', async () => {
    await suite.world.addNodes(2);
    const deal = await suite.world.publish(suite.world.nodes.slice(0, 1));
    const refuse = encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'refuseSlot',
      args: [deal.plans[0]!, deal.path(0)],
    });
    await suite.world.send(suite.world.nodes[0]!, deal.address, refuse);
    await suite.world.mine();
    await suite.follow();
    expect((await slotRow(deal, 0)).state).toBe('VACANT');
    const repairs = await db().$queryRaw<{ data: { reason: string } }[]>`
      SELECT data FROM pgboss.job WHERE name = 'repair'`;
    expect(repairs.map((job) => job.data.reason)).toEqual(['Refused']);

    const plan = { ...planFor(suite.world.nodes[1]!.address, 0, 1), commD: deal.plans[0]!.commD };
    const replace = encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'replaceNode',
      args: [plan, 4, deal.plans[0]!, deal.path(0)],
    });
    await suite.world.send(testAccounts.portal, deal.address, replace);
    await suite.world.mine();
    await suite.follow();
    expect(await slotRow(deal, 0)).toMatchObject({ state: 'ENDED', endReason: 'Refused' });
    expect(await slotRow(deal, 0, 1)).toMatchObject({
      state: 'OFFERED',
      node: lower(suite.world.nodes[1]!.address),
    });
    const { slotsRoot, slotsDigest } = await dealRow(deal);
    expect(slotsDigest).toBe(slotsDigestOf(slotsRoot as Hex, [plan]));
    expect(await told(lower(suite.world.nodes[0]!.address))).toEqual([
      'slot.offered',
      'slot.replaced',
    ]);
  });

  it('mirrors a node that leaves: its end at once, its slot when it is released', async () => {
    await suite.world.addNodes(1);
    const deal = await suite.world.publish();
    await suite.world.prove(deal, 0);
    await suite.world.start(deal);
    const call = (functionName: 'exitSlot' | 'releaseSlot', args: readonly number[]) =>
      encodeFunctionData({ abi: storageDealAbi, functionName, args } as never);
    await suite.world.send(suite.world.nodes[0]!, deal.address, call('exitSlot', [0, 0]));
    const { periodSeconds } = suite.world.context.profile;
    const left = BigInt(await suite.world.now()) / BigInt(periodSeconds) + 24n;
    await suite.world.mine();
    await suite.follow();
    expect(await slotRow(deal, 0)).toMatchObject({ state: 'LIVE', end: left, endReason: null });

    await suite.chain.rpc('evm_increaseTime', [periodSeconds * 25]);
    await suite.world.send(testAccounts.stranger, deal.address, call('releaseSlot', [0]));
    await suite.world.mine();
    await suite.follow();
    expect(await slotRow(deal, 0)).toMatchObject({ state: 'ENDED', end: left, endReason: null });
    expect((await db().node.findFirstOrThrow()).reservedBytes).toBe(0n);
  });

  it('records posted verdicts and makes settlements of running deals due', async () => {
    await suite.world.addNodes(1);
    const deal = await suite.world.publish();
    await suite.world.prove(deal, 0);
    await suite.world.start(deal);
    const period =
      BigInt(await suite.world.now()) / BigInt(suite.world.context.profile.periodSeconds);
    await suite.chain.rpc('evm_increaseTime', [suite.world.context.profile.periodSeconds * 2]);
    await suite.world.mine();
    const root = keccak256('0x03');
    const post = encodeFunctionData({
      abi: proofLedgerAbi,
      functionName: 'postVerdicts',
      args: [period, root, keccak256('0x04'), 'uri'],
    });
    await suite.world.send(testAccounts.verifier, suite.world.contracts.ledger, post);
    await suite.world.mine();
    await suite.follow();
    expect(await db().period.findUniqueOrThrow({ where: { index: period } })).toMatchObject({
      status: 'POSTED',
      root,
    });
    const jobs = await db().$queryRaw<{ data: unknown }[]>`
      SELECT data FROM pgboss.job WHERE name = 'settle'`;
    expect(jobs).toEqual([{ data: { dealId: deal.id, period: period.toString() } }]);
  });

  it('ignores a stranger that copies our events', async () => {
    await suite.world.addNodes(1);
    const deal = await suite.world.publish();
    // Emits PreCommitted with the right topics: PUSH data, LOG4 as a contract would.
    const topic = keccak256(new TextEncoder().encode('NodeRetired(address)'));
    const node = `0x${'0'.repeat(24)}${suite.world.nodes[0]!.address.slice(2)}`;
    const code = `0x7f${node.slice(2)}7f${topic.slice(2)}60006000a200`;
    const stranger = '0x00000000000000000000000000000000000000f1';
    await suite.chain.rpc('anvil_setCode', [stranger, code]);
    await suite.world.send(testAccounts.stranger, stranger, '0x');
    await suite.world.send(suite.world.nodes[0]!, deal.address, preCommitCall(deal, 0));
    await suite.world.mine();
    await suite.follow();
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
