import { encodeFunctionData, type Hex, keccak256 } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forwardRequestTypedData, microNodeRegistryAbi, storageDealAbi } from '@/lib/core/chain';
import { AppError } from '@/lib/core/errors';
import type { Address } from '@/lib/core/protocol/primitives';
import type { ForwardRequest, SignedForward } from '@/lib/core/protocol/relay';
import { chainContext, createRelay, nextForwardNonce, relayStatus } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { logger } from '@/lib/server/logger';
import {
  startTestChain,
  startTestDatabase,
  type TestChain,
  type TestDatabase,
} from '@/tests/support';
import { senderContext, testAccounts, wallet } from '@/tests/support/chain-test';
import { DealWorld, preCommitCall, registerNodeCall } from '@/tests/support/deal-world';
import { followStep } from '../follower/step';
import { sendRound } from '../sender/run';

const lower = (address: string) => address.toLowerCase() as Address;

describe('relay', () => {
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
    await chain.rpc('anvil_dropAllTransactions');
    await chain.rpc('evm_setAutomine', [true]);
    await chain.rpc('evm_revert', [snapshot]);
    await database.stop();
  });

  async function signed(
    account: PrivateKeyAccount,
    to: Address,
    data: Hex,
    changes: Partial<ForwardRequest> = {},
    signer = account,
  ): Promise<SignedForward> {
    const from = lower(account.address);
    const request: ForwardRequest = {
      from,
      to,
      value: 0n,
      gas: 500_000n,
      nonce: changes.nonce ?? (await nextForwardNonce(from)),
      deadline: Math.floor(Date.now() / 1000) + 600,
      data,
      ...changes,
    };
    const { forwarder } = world.contracts;
    const signature = await signer.signTypedData(
      forwardRequestTypedData(31337, forwarder, request),
    );
    return { request, signature };
  }
  const relay = (forward: SignedForward) => db().$transaction((tx) => createRelay(tx, forward));
  const refusal = async (forward: SignedForward) => {
    const error = await relay(forward).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!AppError.is(error)) throw error ?? new Error('was accepted');
    return error;
  };
  const setPayout = (to: Address) =>
    encodeFunctionData({ abi: microNodeRegistryAbi, functionName: 'setPayout', args: [to] });
  const register = (account: PrivateKeyAccount, changes: Partial<ForwardRequest> = {}) =>
    signed(account, world.contracts.registry, registerNodeCall(account.address), changes);
  const round = () => sendRound(senderContext('relayer'));
  const settle = async () => {
    for (let i = 0; i < 3; i++) await round();
  };
  const catchUp = async () => {
    await world.mine();
    while (await followStep(chainContext(), logger));
  };
  const payoutOf = async (node: Address) =>
    (
      await world.context.client.readContract({
        address: world.contracts.registry,
        abi: microNodeRegistryAbi,
        functionName: 'nodeOf',
        args: [node],
      })
    ).payout;

  it('registers nodes that own nothing, many in one transaction', async () => {
    const accounts = await Promise.all(Array.from({ length: 5 }, () => world.newAccount()));
    for (const account of accounts) await chain.rpc('anvil_setBalance', [account.address, '0x0']);
    const ids: string[] = [];
    for (const account of accounts) ids.push((await relay(await register(account))).relayId);
    expect(await relayStatus(ids[0]!)).toEqual({
      from: lower(accounts[0]!.address),
      status: 'queued',
    });
    await settle();
    const states = await Promise.all(ids.map(relayStatus));
    expect(states.map((state) => state.status)).toEqual(Array(5).fill('mined'));
    expect(new Set(states.map((state) => state.txHash)).size).toBe(1);
    for (const account of accounts) {
      expect(lower(await payoutOf(account.address))).toBe(lower(account.address));
    }
    expect(await nextForwardNonce(lower(accounts[0]!.address))).toBe(1n);
  });

  it('refuses another key, a replayed nonce, value, gas and deadlines that do not fit', async () => {
    const node = await world.newAccount();
    const good = await register(node);
    const { registry } = world.contracts;
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
    await settle();
    expect((await refusal(good)).code).toBe('RELAY_NONCE');
  });

  it('relays listed functions of the registry and of known deals only', async () => {
    await world.addNodes(1);
    const [node] = world.nodes;
    const reserve = encodeFunctionData({
      abi: microNodeRegistryAbi,
      functionName: 'reserve',
      args: [node!.address, 1n],
    });
    const { registry, factory } = world.contracts;
    expect((await refusal(await signed(node!, registry, reserve))).code).toBe('RELAY_TARGET');
    const data = setPayout(testAccounts.stranger.address);
    expect((await refusal(await signed(node!, factory, data))).code).toBe('RELAY_TARGET');
    const stranger = lower(testAccounts.stranger.address);
    expect((await refusal(await signed(node!, stranger, data))).code).toBe('RELAY_TARGET');
    const cut = data.slice(0, -20) as Hex;
    expect((await refusal(await signed(node!, registry, cut))).code).toBe('RELAY_TARGET');
  });

  it('takes calls for the own slot and refuses those for a foreign one', async () => {
    await world.addNodes(2);
    const deal = await world.publish();
    await catchUp();
    const [first, second] = world.nodes;
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
    await settle();
    expect((await relayStatus(relayId)).status).toBe('mined');
    await catchUp();
    expect((await db().slot.findFirstOrThrow({ where: { index: 0 } })).state).toBe('PRECOMMITTED');
  });

  it('tells the reason of the contract when a simulation reverts', async () => {
    await world.addNodes(1);
    const error = await refusal(await register(world.nodes[0]!));
    expect(error).toMatchObject({
      code: 'RELAY_REVERTED',
      details: { revert: 'ALREADY_REGISTERED' },
    });
    expect(error.message).toMatch(/registered already/);
  });

  it('carries out the good requests of a batch with a bad one in it', async () => {
    await world.addNodes(3);
    const to = testAccounts.stranger.address;
    const { registry } = world.contracts;
    const ids: string[] = [];
    for (const node of world.nodes) {
      ids.push((await relay(await signed(node, registry, setPayout(to)))).relayId);
    }
    // The middle one spoils itself: the node retires by a call of its own that is mined first.
    await chain.rpc('evm_setAutomine', [false]);
    await round();
    const rows = await db().relayRequest.findMany({ where: { id: { in: ids } } });
    expect(new Set(rows.map((row) => row.transactionId)).size).toBe(1);
    const retire = encodeFunctionData({ abi: microNodeRegistryAbi, functionName: 'retire' });
    const { chain: viemChain } = world.context.traits;
    await wallet(world.nodes[1]!, chain.rpcUrl).sendTransaction({
      account: world.nodes[1]!,
      chain: viemChain,
      to: registry,
      data: retire,
      maxPriorityFeePerGas: 10n ** 12n,
      maxFeePerGas: 10n ** 13n,
      gas: 300_000n,
    });
    await world.mine(1);
    await settle();
    const states = await Promise.all(ids.map(relayStatus));
    expect(states.map((state) => state.status)).toEqual(['mined', 'failed', 'mined']);
    expect(states[1]!.error).toMatchObject({ code: 'RETIRED' });
    expect(await payoutOf(world.nodes[2]!.address)).toBe(to);
  });

  it('keeps the order of a node over several batches', async () => {
    await world.addNodes(1);
    const [node] = world.nodes;
    const ids: string[] = [];
    for (let i = 0; i < 25; i++) {
      const payout = `0x${(i + 1).toString(16).padStart(40, '1')}` as Address;
      const forward = await signed(node!, world.contracts.registry, setPayout(payout));
      expect(forward.request.nonce).toBe(BigInt(i));
      ids.push((await relay(forward)).relayId);
    }
    await round();
    const sent = await db().relayRequest.count({ where: { status: 'SENT' } });
    expect(sent).toBe(20);
    for (let i = 0; i < 6; i++) await round();
    const states = await Promise.all(ids.map(relayStatus));
    expect(states.every((state) => state.status === 'mined')).toBe(true);
    expect(await payoutOf(node!.address)).toMatch(/19$/);
  });

  it('frees a node whose request was lost', async () => {
    await world.addNodes(1);
    const [node] = world.nodes;
    const { registry } = world.contracts;
    const call = (i: number) => setPayout(`0x${i.toString(16).padStart(40, '1')}`);
    const first = await relay(await signed(node!, registry, call(1)));
    const second = await relay(await signed(node!, registry, call(2)));
    await db().relayRequest.update({ where: { id: first.relayId }, data: { deadline: 1n } });
    await round();
    expect((await relayStatus(first.relayId)).error?.code).toBe('RELAY_EXPIRED');
    expect((await relayStatus(second.relayId)).error?.code).toBe('RELAY_NONCE_LOST');
    expect(await nextForwardNonce(lower(node!.address))).toBe(0n);
    const third = await relay(await signed(node!, registry, call(3)));
    await settle();
    expect((await relayStatus(third.relayId)).status).toBe('mined');
  });

  it('notices that the forwarder skipped a request of a batch', async () => {
    await world.addNodes(2);
    const { registry } = world.contracts;
    const ids: string[] = [];
    for (const node of world.nodes) {
      ids.push((await relay(await signed(node, registry, setPayout(node.address)))).relayId);
    }
    await db().relayRequest.update({
      where: { id: ids[0]! },
      data: { signature: `0x${'11'.repeat(64)}1b` },
    });
    await settle();
    expect(await relayStatus(ids[0]!)).toMatchObject({
      status: 'failed',
      error: { code: 'RELAY_SKIPPED' },
    });
    expect((await relayStatus(ids[1]!)).status).toBe('mined');
    expect(await nextForwardNonce(lower(world.nodes[0]!.address))).toBe(0n);
  });

  it('fails what would revert by the time of its batch, and sends the rest', async () => {
    await world.addNodes(1);
    const account = await world.newAccount();
    const { relayId } = await relay(await register(account));
    await world.send(account, world.contracts.registry, registerNodeCall(account.address));
    const fine = await relay(
      await signed(world.nodes[0]!, world.contracts.registry, setPayout(account.address)),
    );
    await settle();
    expect((await relayStatus(relayId)).error?.code).toBe('ALREADY_REGISTERED');
    expect((await relayStatus(fine.relayId)).status).toBe('mined');
    expect(await db().transaction.count()).toBe(1);
  });

  it('repeats a batch that a reorg took away', async () => {
    await world.addNodes(1);
    const [node] = world.nodes;
    const data = setPayout(testAccounts.stranger.address);
    const { relayId } = await relay(await signed(node!, world.contracts.registry, data));
    await settle();
    expect((await relayStatus(relayId)).status).toBe('mined');
    await chain.rpc('anvil_reorg', [1, []]);
    await round();
    expect((await relayStatus(relayId)).status).toBe('sent');
    await settle();
    expect((await relayStatus(relayId)).status).toBe('mined');
    expect(await payoutOf(node!.address)).toBe(testAccounts.stranger.address);
  });

  it('limits how many requests of a node may wait', async () => {
    await world.addNodes(1);
    const [node] = world.nodes;
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
    const forward = await signed(node!, world.contracts.registry, setPayout(from), { nonce: 64n });
    expect((await refusal(forward)).code).toBe('RELAY_LIMIT');
  });

  it('lets one of two requests with the same nonce through', async () => {
    await world.addNodes(1);
    const [node] = world.nodes;
    const { registry } = world.contracts;
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
