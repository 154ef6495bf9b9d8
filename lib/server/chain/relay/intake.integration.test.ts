import { type Address, encodeFunctionData, type Hex, keccak256 } from 'viem';
import { describe, expect, it } from 'vitest';
import { microNodeRegistryAbi, storageDealAbi } from '@/lib/core/chain';
import { relayStatus } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { useChainSuite } from '@/tests/support/chain-suite';
import { testAccounts } from '@/tests/support/chain-test';
import { preCommitCall, registerNodeCall } from '@/tests/support/deal-world';
import {
  lower,
  refusal,
  register,
  relay,
  relayRounds,
  setPayout,
  signed,
} from '@/tests/support/forwards';

describe('taking in relay requests', () => {
  const suite = useChainSuite();

  it('refuses another key, a replayed nonce, value, gas and deadlines that do not fit', async () => {
    const node = await suite.world.newAccount();
    const good = await register(node);
    const { registry } = suite.world.contracts;
    const data = registerNodeCall(node.address);
    const byStranger = await signed(node, registry, data, {}, testAccounts.stranger);
    expect((await refusal(byStranger)).code).toBe('RELAY_SIGNATURE');
    const altered = { ...good, request: { ...good.request, gas: 499_999n } };
    expect((await refusal(altered)).code).toBe('RELAY_SIGNATURE');
    expect((await refusal(await register(node, { value: 1n }))).code).toBe('RELAY_VALUE');
    expect((await refusal(await register(node, { gas: 10n ** 9n }))).code).toBe('RELAY_GAS');
    const now = Math.floor(Date.now() / 1000);
    for (const deadline of [now - 1, now + 5, now + 100 * 3600]) {
      expect((await refusal(await register(node, { deadline }))).code).toBe('RELAY_EXPIRED');
    }
    await relay(good);
    const again = await refusal(good);
    expect(again.code).toBe('RELAY_NONCE');
    expect(again.details.expected).toBe('1');
    await relayRounds();
    expect((await refusal(good)).code).toBe('RELAY_NONCE');
  });

  it('relays listed functions of the registry and of known deals only', async () => {
    await suite.world.addNodes(1);
    const [node] = suite.world.nodes;
    const reserve = encodeFunctionData({
      abi: microNodeRegistryAbi,
      functionName: 'reserve',
      args: [node!.address, 1n],
    });
    const { registry, factory } = suite.world.contracts;
    expect((await refusal(await signed(node!, registry, reserve))).code).toBe('RELAY_TARGET');
    const data = setPayout(testAccounts.stranger.address);
    expect((await refusal(await signed(node!, factory, data))).code).toBe('RELAY_TARGET');
    const stranger = lower(testAccounts.stranger.address);
    expect((await refusal(await signed(node!, stranger, data))).code).toBe('RELAY_TARGET');
    const cut = data.slice(0, -20) as Hex;
    expect((await refusal(await signed(node!, registry, cut))).code).toBe('RELAY_TARGET');
  });

  it('takes calls for the own slot and refuses those for a foreign one', async () => {
    await suite.world.addNodes(2);
    const deal = await suite.world.publish();
    await suite.catchUp();
    const [first, second] = suite.world.nodes;
    const call = preCommitCall(deal, 0);
    expect((await refusal(await signed(second!, deal.address, call))).code).toBe(
      'RELAY_FOREIGN_SLOT',
    );
    const prove = encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'proveCommit',
      args: [0, 1, keccak256('0x01')],
    });
    expect((await refusal(await signed(first!, deal.address, prove))).code).toBe(
      'RELAY_FOREIGN_SLOT',
    );
    const pay = (account: Address) =>
      encodeFunctionData({ abi: storageDealAbi, functionName: 'withdraw', args: [account] });
    const other = pay(testAccounts.stranger.address);
    expect((await refusal(await signed(first!, deal.address, other))).code).toBe(
      'RELAY_FOREIGN_SLOT',
    );
    const nothing = await refusal(await signed(first!, deal.address, pay(first!.address)));
    expect(nothing).toMatchObject({
      code: 'RELAY_REVERTED',
      details: { revert: 'NOTHING_TO_WITHDRAW' },
    });

    const { relayId } = await relay(await signed(first!, deal.address, call));
    await relayRounds();
    expect((await relayStatus(relayId)).status).toBe('mined');
    await suite.catchUp();
    expect((await db().slot.findFirstOrThrow({ where: { index: 0 } })).state).toBe('PRECOMMITTED');
  });

  it('relays the release of a slot that its own node leaves, once its notice is over', async () => {
    await suite.world.addNodes(2);
    const deal = await suite.world.publish();
    for (const slot of [0, 1]) await suite.world.prove(deal, slot);
    await suite.world.start(deal);
    const [first, second] = suite.world.nodes;
    const abi = storageDealAbi;
    const exit = encodeFunctionData({ abi, functionName: 'exitSlot', args: [0, 0] });
    await suite.world.send(first!, deal.address, exit);
    await suite.catchUp();
    const release = encodeFunctionData({ abi, functionName: 'releaseSlot', args: [0] });
    const early = await refusal(await signed(first!, deal.address, release));
    expect(early).toMatchObject({
      code: 'RELAY_REVERTED',
      details: { revert: 'SLOT_NOT_OVER' },
    });
    await suite.chain.rpc('evm_increaseTime', [suite.world.context.profile.periodSeconds * 25]);
    await suite.catchUp();
    expect((await refusal(await signed(second!, deal.address, release))).code).toBe(
      'RELAY_FOREIGN_SLOT',
    );
    const { relayId } = await relay(await signed(first!, deal.address, release));
    await relayRounds();
    expect((await relayStatus(relayId)).status).toBe('mined');
    await suite.catchUp();
    expect((await db().slot.findFirstOrThrow({ where: { index: 0 } })).state).toBe('ENDED');
    const operator = lower(first!.address);
    const { reservedBytes } = await db().node.findUniqueOrThrow({ where: { operator } });
    expect(reservedBytes).toBe(0n);
  });

  it('tells the reason of the contract when a simulation reverts', async () => {
    await suite.world.addNodes(1);
    const error = await refusal(await register(suite.world.nodes[0]!));
    expect(error).toMatchObject({
      code: 'RELAY_REVERTED',
      details: { revert: 'ALREADY_REGISTERED' },
    });
    expect(error.message).toMatch(/registered already/);
  });

  it('limits how many requests of a node may wait', async () => {
    await suite.world.addNodes(1);
    const [node] = suite.world.nodes;
    const from = lower(node!.address);
    const row = {
      from,
      to: from,
      data: '0x',
      gas: 1n,
      deadline: 1n,
      signature: '0x',
      selector: '0x',
    };
    await db().relayRequest.createMany({
      data: Array.from({ length: 64 }, (_, nonce) => ({ ...row, nonce })),
    });
    const forward = await signed(node!, suite.world.contracts.registry, setPayout(from), {
      nonce: 64n,
    });
    expect((await refusal(forward)).code).toBe('RELAY_LIMIT');
  });

  it('lets one of two requests with the same nonce through', async () => {
    await suite.world.addNodes(1);
    const [node] = suite.world.nodes;
    const { registry } = suite.world.contracts;
    const a = await signed(node!, registry, setPayout(testAccounts.stranger.address));
    const b = await signed(node!, registry, setPayout(testAccounts.client.address));
    const results = await Promise.allSettled([relay(a), relay(b)]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('fails with NOT_FOUND for an unknown id', async () => {
    await expect(relayStatus('0b4f4e3a-52e5-4b8f-9d3d-3d1f5b8f7c11')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
