import { encodeFunctionData, type Hex, keccak256 } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { localBeaconAbi, proofLedgerAbi, storageDealAbi } from '@/lib/core/chain';
import { buildLedgerTree, type WorkLeaf } from '@/lib/core/deals';
import { platformDomain, postReceiptTypes } from '@/lib/core/protocol';
import { chainContext } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { useChainSuite } from '@/tests/support/chain-suite';
import { testAccounts } from '@/tests/support/chain-test';
import type { TestDeal } from '@/tests/support/deal-world';
import { FakeSector } from '@/tests/support/fake-sector';
import { mirror, slotRow } from '@/tests/support/mirror';
import { rebuildFromZero } from '../follower/from-zero';
import { cursorOf } from '../follower/step';

const abi = storageDealAbi;

describe('disputes in the rows', () => {
  const suite = useChainSuite();
  let deal: TestDeal;
  let sector: FakeSector;

  const periodSeconds = () => BigInt(suite.world.context.profile.periodSeconds);
  const current = async () => (await suite.world.now()) / periodSeconds();
  const call = (from: Parameters<typeof suite.world.send>[0], data: Hex) =>
    suite.world.send(from, deal.address, data);

  /** Goes to the first second of a later period and brings its seed. */
  async function enter(later = 1n): Promise<bigint> {
    const period = (await current()) + later;
    await suite.chain.rpc('evm_setNextBlockTimestamp', [Number(period * periodSeconds())]);
    const record = encodeFunctionData({ abi: localBeaconAbi, functionName: 'record' });
    await suite.world.send(testAccounts.stranger, suite.world.contracts.beacon, record);
    return period;
  }

  async function proofOf(period: bigint): Promise<Hex> {
    const seed = await suite.world.context.client.readContract({
      address: suite.world.contracts.beacon,
      abi: localBeaconAbi,
      functionName: 'ofPeriod',
      args: [period],
    });
    return sector.prove(seed, deal.address, 0, 0);
  }

  /** The verifier's word, as the worker signs it. */
  const receiptFor = (period: bigint, proof: Hex) =>
    testAccounts.verifier.signTypedData({
      domain: platformDomain(31337, suite.world.contracts.registry),
      types: postReceiptTypes,
      primaryType: 'PoStReceipt',
      message: {
        deal: deal.address,
        slot: 0,
        generation: 0,
        period,
        digest: keccak256(proof),
      },
    });

  const open = (period: bigint, proof: Hex, receipt: Hex) =>
    call(
      suite.world.nodes[0]!,
      encodeFunctionData({
        abi,
        functionName: 'disputePoSt',
        args: [0, 0, period, proof, receipt],
      }),
    );

  /** Posts a root with one leaf and decides the dispute by it. */
  async function decide(period: bigint, work: Partial<WorkLeaf>): Promise<void> {
    const leaf: WorkLeaf = {
      ...{ deal: deal.address, slot: 0, generation: 0, provenPeriods: 0n },
      ...{ fulfilments: 0, commitments: 1, lastAccepted: 0n, ...work },
    };
    const tree = buildLedgerTree([leaf]);
    const post = encodeFunctionData({
      abi: proofLedgerAbi,
      functionName: 'postVerdicts',
      args: [period, tree.root, keccak256('0x04'), 'x'],
    });
    await suite.world.send(testAccounts.verifier, suite.world.contracts.ledger, post);
    const { path } = tree.ofDeal(deal.address)[0]!;
    const args = [0, 0, period, period, leaf, path] as const;
    const data = encodeFunctionData({ abi, functionName: 'decideDispute', args });
    await call(testAccounts.stranger, data);
  }

  const stories = async () => {
    const rows = await db().chainEvent.findMany({
      where: { address: deal.address, name: { startsWith: 'Dispute' } },
      orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
    });
    return rows.map(({ name, args }) => ({ name, ...(args as object) }));
  };

  async function expectSameFromZero(): Promise<void> {
    const before = await mirror();
    await rebuildFromZero(chainContext(), (await cursorOf(chainContext()))!);
    expect(await mirror()).toEqual(before);
  }

  beforeEach(async () => {
    sector = new FakeSector();
    await suite.world.addNodes(1);
    deal = await suite.world.publish();
    await suite.world.prove(deal, 0, true, sector.commR);
    await suite.world.start(deal);
    await suite.catchUp();
  });

  it('pay and rate what the ledger left out, once, and rebuilt rows are equal', async () => {
    const period = await enter();
    const proof = await proofOf(period);
    await enter();
    const receipt = await receiptFor(period, proof);
    await open(period, proof, receipt);
    await suite.catchUp();
    expect(await stories()).toMatchObject([{ name: 'DisputeOpened', digest: keccak256(proof) }]);
    expect(await db().creditedDispute.findMany()).toEqual([]);

    await decide(period, {});
    await suite.catchUp();
    const [, credited] = await stories();
    expect(credited).toMatchObject({ name: 'DisputeCredited', fulfilments: 1, commitments: 0 });
    const row = await slotRow(deal, 0);
    expect(row.settledAmount.toFixed()).toBe(String((credited as { amount?: string }).amount));
    expect(row.settledAmount.toFixed()).not.toBe('0');
    // For the verifier, when it closes the next period.
    const { periods } = credited as { periods?: string };
    expect(await db().creditedDispute.findMany()).toMatchObject([
      { index: 0, generation: 0, period, periods: BigInt(periods!), countedPeriods: null },
    ]);
    expect(await db().node.findFirstOrThrow()).toMatchObject({ fulfilments: 1n, commitments: 1n });
    await expectSameFromZero();
    // What an account knows of is not counted again.
    await db().creditedDispute.updateMany({ data: { countedPeriods: BigInt(periods!) } });
    await expectSameFromZero();
    await expect(open(period, proof, receipt)).rejects.toThrow();
    await suite.catchUp();
    await expectSameFromZero();
  });

  it('that a reorg takes back, or credits anew, keep what an account has taken of them', async () => {
    const period = await enter(2n);
    const proof = await proofOf(period);
    const early = await enter();
    await open(period, proof, await receiptFor(period, proof));
    await suite.catchUp();
    const undecided = await suite.chain.rpc<string>('evm_snapshot');
    await enter(early + 9n - (await current()));
    const conclude = { abi, functionName: 'concludeDispute', args: [0, 0, period] } as const;
    await call(testAccounts.stranger, encodeFunctionData(conclude));
    await suite.catchUp();
    const { periods: before } = await db().creditedDispute.findFirstOrThrow();
    await db().creditedDispute.updateMany({ data: { countedPeriods: before } });

    await suite.chain.rpc('evm_revert', [undecided]);
    await enter();
    await suite.catchUp();
    expect((await stories()).map(({ name }) => name)).toEqual(['DisputeOpened']);
    const rows = () => db().creditedDispute.findMany();
    expect(await rows()).toMatchObject([{ period, periods: null, countedPeriods: before }]);
    await expectSameFromZero();

    // The ledger speaks after all: the promise of the period before is broken.
    await decide(period, {});
    await suite.catchUp();
    const { periods } = (await stories()).at(-1) as { periods?: string };
    expect(BigInt(periods!)).not.toBe(before);
    const credited = { period, periods: BigInt(periods!), countedPeriods: before };
    expect(await rows()).toMatchObject([credited]);
    await expectSameFromZero();
  });

  it('that a reorg takes back before any account knows of them are forgotten', async () => {
    const period = await enter();
    const proof = await proofOf(period);
    await enter();
    await open(period, proof, await receiptFor(period, proof));
    await suite.catchUp();
    const undecided = await suite.chain.rpc<string>('evm_snapshot');
    await decide(period, {});
    await suite.catchUp();
    expect(await db().creditedDispute.count()).toBe(1);
    await suite.chain.rpc('evm_revert', [undecided]);
    await enter();
    await suite.catchUp();
    expect(await db().creditedDispute.findMany()).toEqual([]);
  });

  it('dismissed change nothing but the story', async () => {
    const period = await enter();
    const proof = await proofOf(period);
    await open(period, proof, '0x');
    await enter();
    await decide(period, { lastAccepted: period, fulfilments: 1, provenPeriods: 1n });
    await suite.catchUp();
    expect((await stories()).map(({ name }) => name)).toEqual([
      'DisputeOpened',
      'DisputeDismissed',
    ]);
    const row = await slotRow(deal, 0);
    const settled = await db().chainEvent.findFirstOrThrow({ where: { name: 'Settled' } });
    expect(row.settledAmount.toFixed()).toBe((settled.args as { amount: string }).amount);
    await expectSameFromZero();
  });

  it('nobody answered are paid too, and a digest on chain is evidence enough', async () => {
    const period = await enter();
    const proof = await proofOf(period);
    const args = [0, 0, period, keccak256(proof)] as const;
    const node = suite.world.nodes[0]!;
    await call(node, encodeFunctionData({ abi, functionName: 'submitPoSt', args }));
    await enter();
    await open(period, proof, '0x');
    await enter(9n);
    const conclude = encodeFunctionData({
      ...{ abi, functionName: 'concludeDispute' },
      args: [0, 0, period],
    });
    await call(testAccounts.stranger, conclude);
    await suite.catchUp();
    expect((await stories()).map(({ name }) => name)).toEqual(['DisputeOpened', 'DisputeCredited']);
    expect(await db().creditedDispute.findMany()).toMatchObject([{ period, countedPeriods: null }]);
    await expectSameFromZero();
  });
});
