import { encodeFunctionData } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { storageDealAbi as abi, localBeaconAbi, proofLedgerAbi } from '@/lib/core/chain';
import { type ProvenLeaf, publishVerdicts, type WorkLeaf } from '@/lib/core/deals';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { sendRound } from '@/lib/server/chain/sender/run';
import { db } from '@/lib/server/db';
import { chainProgress } from '@/lib/server/lifecycle';
import { objectStore } from '@/lib/server/object-store';
import { useChainSuite } from '@/tests/support/chain-suite';
import { senderContext, testAccounts } from '@/tests/support/chain-test';
import type { TestDeal } from '@/tests/support/deal-world';
import { FakeSector } from '@/tests/support/fake-sector';
import { slotRow } from '@/tests/support/mirror';
import { decideDisputes } from './decide-disputes';
import { disputedDeals } from './open-disputes';

describe('open disputes', () => {
  const suite = useChainSuite();
  let deal: TestDeal;
  let sector: FakeSector;

  beforeEach(async () => {
    sector = new FakeSector();
    await suite.world.addNodes(1);
    deal = await suite.world.publish();
    await suite.world.prove(deal, 0, true, sector.commR);
    await suite.world.start(deal);
    await suite.catchUp();
  });

  /** Goes to the first second of a later period and brings its seed. */
  async function enter(later = 1n): Promise<bigint> {
    const seconds = BigInt(suite.world.context.profile.periodSeconds);
    const period = (await suite.world.now()) / seconds + later;
    await suite.chain.rpc('evm_setNextBlockTimestamp', [Number(period * seconds)]);
    const record = encodeFunctionData({ abi: localBeaconAbi, functionName: 'record' });
    await suite.world.send(testAccounts.stranger, suite.world.contracts.beacon, record);
    return period;
  }

  /** The node disputes its proof of the present period, which needs nobody's receipt. */
  async function open(period: bigint): Promise<void> {
    const seed = await suite.world.context.client.readContract({
      address: suite.world.contracts.beacon,
      abi: localBeaconAbi,
      functionName: 'ofPeriod',
      args: [period],
    });
    const args = [0, 0, period, sector.prove(seed, deal.address, 0, 0), '0x'] as const;
    const data = encodeFunctionData({ abi, functionName: 'disputePoSt', args });
    await suite.world.send(suite.world.nodes[0]!, deal.address, data);
  }

  /** The verifier publishes a period's verdict file and posts its root. */
  async function post(period: bigint, work: Partial<WorkLeaf>): Promise<ProvenLeaf> {
    const leaf: WorkLeaf = {
      ...{ deal: deal.address, slot: 0, generation: 0, provenPeriods: 0n },
      ...{ fulfilments: 0, commitments: 1, lastAccepted: 0n, ...work },
    };
    const { bytes, tree, manifestHash } = publishVerdicts({
      chainId: 31337,
      period,
      seed: `0x${'11'.repeat(32)}`,
      entries: [{ due: true, digest: null, verdict: 'missing', leaf }],
    });
    await objectStore().put(objectKeys.verdicts(period), bytes);
    const args = [period, tree.root, manifestHash, 'x'] as const;
    const data = encodeFunctionData({ abi: proofLedgerAbi, functionName: 'postVerdicts', args });
    await suite.world.send(testAccounts.verifier, suite.world.contracts.ledger, data);
    return tree.ofDeal(deal.address)[0]!;
  }

  const due = async () => disputedDeals((await chainProgress())!);
  const outbox = () => db().transaction.findMany({ orderBy: { createdAt: 'asc' } });
  const stories = async () => {
    const rows = await db().chainEvent.findMany({
      where: { address: deal.address, name: { in: ['DisputeDismissed', 'DisputeCredited'] } },
    });
    return rows.map(({ name, args }) => ({ name, ...(args as object) }));
  };
  const conclude = (period: bigint) =>
    suite.world.context.client.simulateContract({
      ...{ address: deal.address, abi, functionName: 'concludeDispute', args: [0, 0, period] },
      account: testAccounts.stranger,
    });

  /** The job as a worker may run it: twice at once, and again afterwards; then the sender. */
  async function work(): Promise<void> {
    await Promise.all([decideDisputes(deal.id), decideDisputes(deal.id)]);
    await sendRound(senderContext('relayer'));
    await decideDisputes(deal.id);
    await suite.catchUp();
    await decideDisputes(deal.id);
    await sendRound(senderContext('relayer'));
  }

  it('about accepted proofs are dismissed by the worker, and can never be concluded', async () => {
    const period = await enter();
    await open(period);
    await enter();
    await suite.catchUp();
    // There is no root yet.
    expect(await due()).toEqual([]);
    await post(period, { lastAccepted: period, fulfilments: 1, provenPeriods: 1n });
    await suite.catchUp();
    expect(await due()).toEqual([deal.id]);

    await work();
    expect(await stories()).toMatchObject([{ name: 'DisputeDismissed', period: `${period}` }]);
    const settled = await db().chainEvent.findFirstOrThrow({ where: { name: 'Settled' } });
    const paid = (await slotRow(deal, 0)).settledAmount.toFixed();
    expect(paid).toBe((settled.args as { amount: string }).amount);
    expect(await due()).toEqual([]);
    expect((await outbox()).map((row) => [row.idempotencyKey, row.signer])).toEqual([
      [`dispute:${deal.address}:0:0:${period}`, 'relayer'],
    ]);
    await enter(20n);
    await expect(conclude(period)).rejects.toThrow('NoDispute');
  });

  it('about proofs that were left out are credited without the node', async () => {
    const period = await enter();
    await open(period);
    await enter();
    await post(period, {});
    await suite.catchUp();
    await work();
    const [credited, ...more] = await stories();
    expect(credited).toMatchObject({ name: 'DisputeCredited', fulfilments: 1 });
    expect(more).toEqual([]);
    const row = await slotRow(deal, 0);
    expect(await db().creditedDispute.findMany()).toMatchObject([{ period, countedPeriods: null }]);
    expect(row.settledAmount.toFixed()).toBe(String((credited as { amount?: string }).amount));
    expect(row.settledAmount.toFixed()).not.toBe('0');
    expect(await outbox()).toHaveLength(1);
    expect(await due()).toEqual([]);
  });

  it('of a period that can get no root any more are decided by the one before it', async () => {
    const before = await enter();
    const period = await enter();
    await post(before, { lastAccepted: before, fulfilments: 1, provenPeriods: 1n });
    await open(period);
    await enter();
    await suite.catchUp();
    expect(await due()).toEqual([]);
    await enter();
    await post(period + 1n, { lastAccepted: before, fulfilments: 1, provenPeriods: 1n });
    await suite.catchUp();
    expect(await due()).toEqual([deal.id]);
    await work();
    expect(await stories()).toMatchObject([{ name: 'DisputeCredited', period: `${period}` }]);
    expect(await outbox()).toMatchObject([{ errorCode: null }]);
  });

  it('wait until the root delay is over when no root follows', async () => {
    const before = await enter();
    const period = await enter();
    await post(before, {});
    await open(period);
    const delay = BigInt(suite.world.context.profile.rootDelayPeriods);
    await enter(delay);
    await suite.catchUp();
    expect(await due()).toEqual([]);
    await enter();
    await suite.catchUp();
    await work();
    expect(await stories()).toMatchObject([{ name: 'DisputeCredited', period: `${period}` }]);
  });

  it('that somebody else has decided meanwhile are left alone', async () => {
    const period = await enter();
    await open(period);
    await enter();
    const { leaf, path } = await post(period, { lastAccepted: period });
    await suite.catchUp();
    await decideDisputes(deal.id);
    const args = [0, 0, period, period, leaf, path] as const;
    const data = encodeFunctionData({ abi, functionName: 'decideDispute', args });
    await suite.world.send(testAccounts.stranger, deal.address, data);
    await sendRound(senderContext('relayer'));
    expect(await outbox()).toMatchObject([{ status: 'FAILED', errorCode: 'NO_DISPUTE' }]);
    await suite.catchUp();
    await db().transaction.updateMany({ data: { createdAt: new Date(0) } });
    expect(await due()).toEqual([]);
    await decideDisputes(deal.id);
    expect(await outbox()).toHaveLength(1);
    expect(await stories()).toMatchObject([{ name: 'DisputeDismissed' }]);
  });
});
