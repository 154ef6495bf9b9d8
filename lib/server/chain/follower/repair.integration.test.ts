import { encodeFunctionData, keccak256 } from 'viem';
import { describe, expect, it } from 'vitest';
import { storageDealAbi } from '@/lib/core/chain';
import { chainContext } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { logger } from '@/lib/server/logger';
import { setTestEnv, startTestChain } from '@/tests/support';
import { useChainSuite } from '@/tests/support/chain-suite';
import { testAccounts } from '@/tests/support/chain-test';
import { DealWorld, planFor } from '@/tests/support/deal-world';
import { dealRow, mirror, slotRow, told } from '@/tests/support/mirror';
import { rebuildFromZero } from './from-zero';
import { cursorOf, followStep } from './step';
import { commitBlocks } from './store';

const client = testAccounts.client.address;

describe('repairs of the chain follower', () => {
  const suite = useChainSuite();

  it('takes back what a reorg took back and tells nothing twice', async () => {
    await suite.world.addNodes(2);
    const deal = await suite.world.publish();
    await suite.world.prove(deal, 0);
    await suite.world.mine();
    await suite.follow();
    const before = await mirror();
    const kept = await suite.chain.rpc<string>('evm_snapshot');

    await suite.world.prove(deal, 1);
    await suite.world.start(deal);
    await suite.world.mine();
    await suite.follow();
    expect((await dealRow(deal)).status).toBe('ACTIVE');
    await db().slot.updateMany({ data: { fulfilments: 3 } });

    await suite.chain.rpc('evm_revert', [kept]);
    await suite.world.mine(1);
    await suite.follow();
    const after = await mirror();
    expect(after.slots.map((slot) => slot.fulfilments)).toEqual([3, 3]);
    expect({ ...after, slots: after.slots.map((slot) => ({ ...slot, fulfilments: 0 })) }).toEqual(
      before,
    );

    await suite.world.prove(deal, 1);
    await suite.world.mine();
    await suite.follow();
    expect((await slotRow(deal, 1)).state).toBe('PROVED');
    const ready = (await told(client)).filter((type) => type === 'deal.ready-to-start');
    expect(ready).toHaveLength(1);
  });

  it('forgets a publication that a reorg removed', async () => {
    await suite.world.addNodes(1);
    await suite.world.mine();
    await suite.follow();
    const kept = await suite.chain.rpc<string>('evm_snapshot');
    const deal = await suite.world.publish();
    await suite.world.mine();
    await suite.follow();
    await suite.chain.rpc('evm_revert', [kept]);
    await suite.world.mine(1);
    await suite.follow();
    expect(await dealRow(deal)).toMatchObject({ status: 'PUBLISHED', address: null, terms: null });
    expect(await db().slot.count()).toBe(0);
    expect((await db().node.findFirstOrThrow()).reservedBytes).toBe(0n);
  });

  it('reads only final blocks, so a reorg of newer ones goes unnoticed', async () => {
    await suite.world.addNodes(1);
    await suite.world.mine();
    await suite.follow();
    const before = await mirror();
    await suite.world.addNodes(1); // newest block, not final yet
    await suite.follow();
    expect(await mirror()).toEqual(before);
    await suite.chain.rpc('anvil_reorg', [1, []]);
    await suite.follow();
    expect(await mirror()).toEqual(before);
  });

  it('gives the same rows when everything is read again from zero', async () => {
    await suite.world.addNodes(3);
    const deal = await suite.world.publish(suite.world.nodes.slice(0, 2));
    await suite.world.prove(deal, 0);
    await suite.world.prove(deal, 1);
    await suite.world.start(deal);
    const plan = { ...planFor(suite.world.nodes[2]!.address, 1, 1), commD: deal.plans[1]!.commD };
    const replace = encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'replaceNode',
      args: [plan, 2, deal.plans[1]!, deal.path(1)],
    });
    await suite.world.send(testAccounts.portal, deal.address, replace);
    await suite.world.send(
      testAccounts.client,
      deal.address,
      encodeFunctionData({ abi: storageDealAbi, functionName: 'closeDeal' }),
    );
    await suite.world.mine();
    await suite.follow();
    const before = await mirror();
    const inbox = await db().inboxEvent.count();
    await rebuildFromZero(chainContext(), (await cursorOf(chainContext()))!);
    expect(await mirror()).toEqual(before);
    expect(await db().inboxEvent.count()).toBe(inbox);
  });

  it('starts over when the local chain was replaced', async () => {
    await suite.world.addNodes(1);
    const deal = await suite.world.publish();
    await suite.world.mine();
    await suite.follow();
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
    await db().relayRequest.create({
      data: {
        from: '0x1',
        to: '0x2',
        data: '0x',
        gas: 1n,
        nonce: 0,
        deadline: 0n,
        signature: '0x',
        selector: '0x',
        status: 'MINED',
      },
    });
    const other = await startTestChain({ blockSeconds: 0 });
    try {
      const fresh = new DealWorld(other);
      await fresh.mine();
      await suite.follow();
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
      // Else the node's registration would count as done for ever.
      expect(await db().relayRequest.count({ where: { status: 'MINED' } })).toBe(0);
      await fresh.addNodes(2);
      await fresh.mine();
      await suite.follow();
      expect(await db().node.count()).toBe(2);
    } finally {
      await other.stop();
      setTestEnv({ RPC_URL: suite.chain.rpcUrl, DEPLOYMENT_FILE: suite.chain.deploymentFile });
    }
  });

  it('lets only one of two followers apply a block', async () => {
    await suite.world.addNodes(4);
    const deal = await suite.world.publish();
    await suite.world.mine();
    await followStep(chainContext(), logger);
    await Promise.allSettled([suite.follow(), suite.follow()]);
    await suite.follow();
    expect(await db().slot.count()).toBe(4);
    expect((await told(client)).filter((type) => type === 'deal.published')).toHaveLength(1);
    expect((await dealRow(deal)).status).toBe('PENDING');
    expect(await db().node.findMany({ where: { reservedBytes: { not: 2048n } } })).toEqual([]);
  });

  it('refuses to go on from where the cursor no longer is', async () => {
    await suite.catchUp();
    const stale = (await cursorOf(chainContext()))!;
    await suite.catchUp();
    const header = {
      number: 10n ** 6n,
      hash: keccak256('0x01'),
      parentHash: keccak256('0x02'),
      timestamp: 1n,
    };
    await expect(commitBlocks(chainContext(), stale, [header], [])).rejects.toMatchObject({
      code: 'CHAIN_MOVED',
    });
  });
});
