import {
  type Address,
  createPublicClient,
  custom,
  type EIP1193RequestFn,
  encodeFunctionData,
  http,
} from 'viem';
import { describe, expect, it } from 'vitest';
import { microNodeRegistryAbi } from '@/lib/core/chain';
import { nextForwardNonce, relayStatus } from '@/lib/server/chain';
import { sendRound } from '@/lib/server/chain/sender/run';
import { db } from '@/lib/server/db';
import { useChainSuite } from '@/tests/support/chain-suite';
import { senderContext, testAccounts, wallet } from '@/tests/support/chain-test';
import { registerNodeCall } from '@/tests/support/deal-world';
import {
  lower,
  payoutOf,
  register,
  relay,
  relayRounds,
  setPayout,
  signed,
} from '@/tests/support/forwards';

/** A node that answers calls with an address in them as no node should. */
function clientThatChokes(rpcUrl: string, on: Address) {
  const real = http(rpcUrl)({ retryCount: 0 });
  const request = async (call: { method: string; params?: unknown }) => {
    if (call.method === 'eth_call' && JSON.stringify(call.params).includes(on.slice(2))) {
      throw Object.assign(new Error('actor state: blockstore: block not found'), { code: 1 });
    }
    return real.request(call);
  };
  const transport = custom({ request: request as EIP1193RequestFn }, { retryCount: 0 });
  return createPublicClient({ transport, cacheTime: 0 });
}

describe('batches of relay requests', () => {
  const suite = useChainSuite();

  it('registers nodes that own nothing, many in one transaction', async () => {
    const accounts = await Promise.all(Array.from({ length: 5 }, () => suite.world.newAccount()));
    for (const account of accounts)
      await suite.chain.rpc('anvil_setBalance', [account.address, '0x0']);
    const ids: string[] = [];
    for (const account of accounts) ids.push((await relay(await register(account))).relayId);
    expect(await relayStatus(ids[0]!)).toEqual({
      from: lower(accounts[0]!.address),
      status: 'queued',
    });
    await relayRounds();
    const states = await Promise.all(ids.map(relayStatus));
    expect(states.map((state) => state.status)).toEqual(Array(5).fill('mined'));
    expect(new Set(states.map((state) => state.txHash)).size).toBe(1);
    for (const account of accounts) {
      expect(lower(await payoutOf(account.address))).toBe(lower(account.address));
    }
    expect(await nextForwardNonce(lower(accounts[0]!.address))).toBe(1n);
  });

  it('carries out the good requests of a batch with a bad one in it', async () => {
    await suite.world.addNodes(3);
    const to = testAccounts.stranger.address;
    const { registry } = suite.world.contracts;
    const ids: string[] = [];
    for (const node of suite.world.nodes) {
      ids.push((await relay(await signed(node, registry, setPayout(to)))).relayId);
    }
    // The middle one spoils itself: the node retires by a call of its own that is mined first.
    await suite.chain.rpc('evm_setAutomine', [false]);
    await relayRounds(1);
    const rows = await db().relayRequest.findMany({ where: { id: { in: ids } } });
    expect(new Set(rows.map((row) => row.transactionId)).size).toBe(1);
    const retire = encodeFunctionData({ abi: microNodeRegistryAbi, functionName: 'retire' });
    const { chain: viemChain } = suite.world.context.traits;
    await wallet(suite.world.nodes[1]!, suite.chain.rpcUrl).sendTransaction({
      account: suite.world.nodes[1]!,
      chain: viemChain,
      to: registry,
      data: retire,
      maxPriorityFeePerGas: 10n ** 12n,
      maxFeePerGas: 10n ** 13n,
      gas: 300_000n,
    });
    await suite.world.mine(1);
    await relayRounds();
    const states = await Promise.all(ids.map(relayStatus));
    expect(states.map((state) => state.status)).toEqual(['mined', 'failed', 'mined']);
    expect(states[1]!.error).toMatchObject({ code: 'RETIRED' });
    expect(await payoutOf(suite.world.nodes[2]!.address)).toBe(to);
  });

  it('keeps the order of a node over several batches', async () => {
    await suite.world.addNodes(1);
    const [node] = suite.world.nodes;
    const ids: string[] = [];
    for (let i = 0; i < 25; i++) {
      const payout = `0x${(i + 1).toString(16).padStart(40, '1')}` as Address;
      const forward = await signed(node!, suite.world.contracts.registry, setPayout(payout));
      expect(forward.request.nonce).toBe(BigInt(i));
      ids.push((await relay(forward)).relayId);
    }
    await relayRounds(1);
    const sent = await db().relayRequest.count({ where: { status: 'SENT' } });
    expect(sent).toBe(20);
    for (let i = 0; i < 6; i++) await relayRounds(1);
    const states = await Promise.all(ids.map(relayStatus));
    expect(states.every((state) => state.status === 'mined')).toBe(true);
    expect(await payoutOf(node!.address)).toMatch(/19$/);
  });

  it('frees a node whose request was lost', async () => {
    await suite.world.addNodes(1);
    const [node] = suite.world.nodes;
    const { registry } = suite.world.contracts;
    const call = (i: number) => setPayout(`0x${i.toString(16).padStart(40, '1')}`);
    const first = await relay(await signed(node!, registry, call(1)));
    const second = await relay(await signed(node!, registry, call(2)));
    await db().relayRequest.update({ where: { id: first.relayId }, data: { deadline: 1n } });
    await relayRounds(1);
    expect((await relayStatus(first.relayId)).error?.code).toBe('RELAY_EXPIRED');
    expect((await relayStatus(second.relayId)).error?.code).toBe('RELAY_NONCE_LOST');
    expect(await nextForwardNonce(lower(node!.address))).toBe(0n);
    const third = await relay(await signed(node!, registry, call(3)));
    await relayRounds();
    expect((await relayStatus(third.relayId)).status).toBe('mined');
  });

  it('notices that the forwarder skipped a request of a batch', async () => {
    await suite.world.addNodes(2);
    const { registry } = suite.world.contracts;
    const ids: string[] = [];
    for (const node of suite.world.nodes) {
      ids.push((await relay(await signed(node, registry, setPayout(node.address)))).relayId);
    }
    await db().relayRequest.update({
      where: { id: ids[0]! },
      data: { signature: `0x${'11'.repeat(64)}1b` },
    });
    await relayRounds();
    expect(await relayStatus(ids[0]!)).toMatchObject({
      status: 'failed',
      error: { code: 'RELAY_SKIPPED' },
    });
    expect((await relayStatus(ids[1]!)).status).toBe('mined');
    expect(await nextForwardNonce(lower(suite.world.nodes[0]!.address))).toBe(0n);
  });

  it('fails what would revert by the time of its batch, and sends the rest', async () => {
    await suite.world.addNodes(1);
    const account = await suite.world.newAccount();
    const { relayId } = await relay(await register(account));
    await suite.world.send(
      account,
      suite.world.contracts.registry,
      registerNodeCall(account.address),
    );
    const fine = await relay(
      await signed(
        suite.world.nodes[0]!,
        suite.world.contracts.registry,
        setPayout(account.address),
      ),
    );
    await relayRounds();
    expect((await relayStatus(relayId)).error?.code).toBe('ALREADY_REGISTERED');
    expect((await relayStatus(fine.relayId)).status).toBe('mined');
    expect(await db().transaction.count()).toBe(1);
  });

  it('keeps a request about which the node answers oddly from holding up the others', async () => {
    await suite.world.addNodes(2);
    const { registry } = suite.world.contracts;
    const odd = `0x${'ab'.repeat(20)}` as Address;
    const [first, second] = suite.world.nodes;
    const bad = await relay(await signed(first!, registry, setPayout(odd)));
    const good = await relay(await signed(second!, registry, setPayout(second!.address)));
    const patient = clientThatChokes(suite.chain.rpcUrl, odd);
    const context = { ...senderContext('relayer', { receiptPatienceMs: 1e9 }), client: patient };
    for (let i = 0; i < 2; i++) await sendRound(context);
    expect((await relayStatus(good.relayId)).status).toBe('mined');
    expect((await relayStatus(bad.relayId)).status).toBe('queued');
    // Not for ever: what comes after it needs its nonce.
    await sendRound({ ...context, traits: { ...context.traits, receiptPatienceMs: 0 } });
    expect(await relayStatus(bad.relayId)).toMatchObject({
      status: 'failed',
      error: { code: 'RELAY_UNCLEAR' },
    });
    expect(await nextForwardNonce(lower(first!.address))).toBe(0n);
  });

  it('repeats a batch that a reorg took away', async () => {
    await suite.world.addNodes(1);
    const [node] = suite.world.nodes;
    const data = setPayout(testAccounts.stranger.address);
    const { relayId } = await relay(await signed(node!, suite.world.contracts.registry, data));
    await relayRounds();
    expect((await relayStatus(relayId)).status).toBe('mined');
    await suite.chain.rpc('anvil_reorg', [1, []]);
    await relayRounds(1);
    expect((await relayStatus(relayId)).status).toBe('sent');
    await relayRounds();
    expect((await relayStatus(relayId)).status).toBe('mined');
    expect(await payoutOf(node!.address)).toBe(testAccounts.stranger.address);
  });
});
