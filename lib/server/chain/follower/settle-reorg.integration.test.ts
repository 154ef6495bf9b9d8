import { encodeFunctionData } from 'viem';
import { describe, expect, it } from 'vitest';
import { proofLedgerAbi, storageDealAbi } from '@/lib/core/chain';
import { publishVerdicts } from '@/lib/core/deals';
import { queueTransaction } from '@/lib/server/chain';
import { sendRound } from '@/lib/server/chain/sender/run';
import { db } from '@/lib/server/db';
import { leafArguments } from '@/lib/server/settlement/settle-deal';
import { useChainSuite } from '@/tests/support/chain-suite';
import { senderContext, testAccounts } from '@/tests/support/chain-test';
import type { TestDeal } from '@/tests/support/deal-world';
import { slotRow, told } from '@/tests/support/mirror';

describe('a settlement that a reorg takes away', () => {
  const suite = useChainSuite();

  /** A running deal, and a posted root that says that its node has proved one period. */
  async function provedDeal(): Promise<{ deal: TestDeal; period: bigint }> {
    await suite.world.addNodes(1);
    const deal = await suite.world.publish();
    await suite.world.prove(deal, 0);
    await suite.world.start(deal);
    await suite.catchUp();
    const { start } = await slotRow(deal, 0);
    const { periodSeconds } = suite.world.context.profile;
    await suite.chain.rpc('evm_increaseTime', [2 * periodSeconds]);
    await suite.world.mine(1);
    return { deal, period: (start ?? 0n) + 1n };
  }

  function verdicts(deal: TestDeal, period: bigint) {
    const work = { provenPeriods: 1n, fulfilments: 1, commitments: 1, lastAccepted: period };
    const leaf = { deal: deal.address, slot: 0, generation: 0, ...work };
    const entry = { due: true, digest: null, verdict: 'accepted' as const, leaf };
    const seed = `0x${'11'.repeat(32)}` as const;
    return publishVerdicts({ chainId: 31337, period, seed, entries: [entry] });
  }

  it('is taken back from the rows, sent again as the same bytes, and paid once', async () => {
    const { deal, period } = await provedDeal();
    const { tree, manifestHash } = verdicts(deal, period);
    const post = encodeFunctionData({
      abi: proofLedgerAbi,
      functionName: 'postVerdicts',
      args: [period, tree.root, manifestHash, 'x'],
    });
    await suite.world.send(testAccounts.verifier, suite.world.contracts.ledger, post);
    await suite.world.mine();
    const data = encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'settleMany',
      args: leafArguments(period, tree.ofDeal(deal.address)),
    });
    const { id } = await queueTransaction(db(), {
      idempotencyKey: 'settle',
      signer: 'relayer',
      kind: 'settle',
      to: deal.address,
      data,
    });
    const node = suite.world.nodes[0]!.address;
    const balance = () => suite.world.context.client.getBalance({ address: node });
    const before = await balance();
    const context = senderContext('relayer', { rebroadcastMs: 0 });
    await sendRound(context);
    await suite.catchUp();
    const paid = (await balance()) - before;
    expect(paid).toBeGreaterThan(0n);
    expect((await slotRow(deal, 0)).settledAmount.toFixed()).toBe(`${paid}`);
    const { hash, nonce } = await db().transaction.findUniqueOrThrow({ where: { id } });

    // The settlement's block and the four after it.
    await suite.chain.rpc('anvil_reorg', [5, []]);
    await suite.catchUp();
    expect(await balance()).toBe(before);
    expect((await slotRow(deal, 0)).settledAmount.toFixed()).toBe('0');

    for (let round = 0; round < 2; round++) await sendRound(context);
    await suite.catchUp();
    for (let round = 0; round < 2; round++) await sendRound(context);
    expect((await balance()) - before).toBe(paid);
    expect((await slotRow(deal, 0)).settledAmount.toFixed()).toBe(`${paid}`);
    const again = await db().transaction.findUniqueOrThrow({ where: { id } });
    expect(again).toMatchObject({ status: 'FINALISED', hash, nonce });
    const settled = (await told(node)).filter((type) => type === 'settled');
    expect(settled).toHaveLength(1);
  });
});
