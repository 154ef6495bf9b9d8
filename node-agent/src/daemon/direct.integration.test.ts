import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { encodeFunctionData, type Hex, keccak256, parseEventLogs, toHex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { storageDealAbi as abi } from '@/lib/core/chain/abi';
import type { AgentSlot } from '@/lib/core/protocol';
import { startTestChain, type TestChain } from '@/tests/support';
import { PostStore } from '../store/posts';
import { type LocalChain, openLocalChain } from '../testing/local-chain';
import { liveSlots, localNode, registerOperator } from '../testing/local-node';
import { fixedToken, silentLog, startStubPortal, testOperator } from '../testing/stub-portal';
import { type ChainReader, revertName } from './chain';
import type { AgentContext } from './context';
import type { DisputeLedger } from './disputes/ledger';
import { Witness } from './disputes/witness';
import { PortalClient } from './portal-client';
import { RelayClient } from './relay';

const SLOTS = 5;
const PERIOD_SECONDS = 20n;
let testChain: TestChain;
let chain: LocalChain;
let slots: AgentSlot[];
let dir: string;
let period: bigint;

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'agent-direct-'));
  testChain = await startTestChain({ profile: 'test' });
  const { addresses } = JSON.parse(await readFile(testChain.deploymentFile, 'utf8'));
  chain = await openLocalChain(testChain.rpcUrl, addresses);
  await registerOperator(chain, testChain);
  slots = await liveSlots(chain, testChain.rpcUrl, SLOTS);
}, 120_000);
afterAll(async () => {
  await testChain?.stop();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  await testChain.rpc('anvil_setBalance', [testOperator.address, toHex(10n ** 18n)]);
  // A period that has only begun, so that it does not end in the middle of a test.
  period = (await chain.client.getBlock()).timestamp / PERIOD_SECONDS + 2n;
  await testChain.rpc('evm_setNextBlockTimestamp', [Number(period * PERIOD_SECONDS)]);
  await testChain.rpc('evm_mine', []);
});

const digestOf = (slot: number): Hex => keccak256(toHex(`${period}/${slot}`));
const digestCall = ({ deal, slot }: { deal: Hex; slot: number }, of = period) => {
  const args = [slot, 0, of, digestOf(slot)] as const;
  return { to: deal, data: encodeFunctionData({ abi, functionName: 'submitPoSt', args }) };
};
const transactions = () => chain.client.getTransactionCount({ address: testOperator.address });

/** Slots whose digest is on chain for this period, with the transaction that brought it. */
async function onChain(): Promise<{ slot: number; hash: Hex }[]> {
  const logs = await chain.client.getLogs({ address: slots[0]!.deal, fromBlock: 0n });
  return parseEventLogs({ abi, logs, eventName: 'PoStSubmitted' })
    .filter(({ args }) => args.period === period && args.digest === digestOf(args.slot))
    .map(({ args, transactionHash }) => ({ slot: args.slot, hash: transactionHash }));
}
const all = () => slots.map(({ slot }) => slot);

describe('calls at the node’s own expense', { timeout: 60_000 }, () => {
  it('put many digests on chain in one transaction', async () => {
    const before = await transactions();
    const { direct } = localNode(chain, testChain.rpcUrl);
    const results = await direct.sendAll(slots.map((slot) => digestCall(slot)));
    expect(results.map(({ status }) => status)).toEqual(Array(SLOTS).fill('fulfilled'));
    const found = await onChain();
    expect(found.map(({ slot }) => slot)).toEqual(all());
    expect(new Set(found.map(({ hash }) => hash)).size).toBe(1);
    expect((await transactions()) - before).toBe(1);
  });

  it('let one call that the contract refuses fail alone', async () => {
    const { direct } = localNode(chain, testChain.rpcUrl);
    const calls = slots.map((slot, i) => digestCall(slot, i === 2 ? period - 1n : period));
    const results = await direct.sendAll(calls);
    const statuses = results.map(({ status }) => status === 'fulfilled');
    expect(statuses).toEqual([true, true, false, true, true]);
    const refused = results[2] as PromiseRejectedResult;
    expect(revertName(refused.reason)).toBe('OutsideBounds');
    expect((await onChain()).map(({ slot }) => slot)).toEqual([0, 1, 3, 4]);
  });

  it('reach the chain though the forwarder’s nonces were used by the relay meanwhile', async () => {
    const { direct } = localNode(chain, testChain.rpcUrl, (reader) => ({
      whenIdle: async (use) => use((await reader.forwarderNonce(testOperator.address)) + 7n),
    }));
    const results = await direct.sendAll(slots.map((slot) => digestCall(slot)));
    expect(results.map(({ status }) => status)).toEqual(Array(SLOTS).fill('fulfilled'));
    expect((await onChain()).map(({ slot }) => slot).sort()).toEqual(all());
  });

  it('make as many as the account pays for', async () => {
    const { direct, reader } = localNode(chain, testChain.rpcUrl);
    const [call] = slots.map((slot) => digestCall(slot)) as [ReturnType<typeof digestCall>];
    const gas = await reader.forwardedGas(testOperator.address, call.to, call.data);
    const { maxFeePerGas } = await chain.client.estimateFeesPerGas();
    await testChain.rpc('anvil_setBalance', [
      testOperator.address,
      toHex((gas * 14n * maxFeePerGas * 5n) / 20n),
    ]);
    const results = await direct.sendAll(slots.map((slot) => digestCall(slot)));
    const codes = results.map((r) => (r.status === 'fulfilled' ? 'done' : r.reason.code));
    expect(new Set(codes)).toEqual(new Set(['done', 'AGENT_NO_GAS']));
    expect(await onChain()).toHaveLength(codes.filter((code) => code === 'done').length);
  });

  it('leave the forwarder’s nonces to calls that wait at the portal', async () => {
    let waiting = 1n;
    let reader: ChainReader | undefined;
    const portal = await startStubPortal({
      'GET /api/agent/relay/nonce': async () => {
        const onChain = (await reader?.forwarderNonce(testOperator.address)) ?? 0n;
        return { nonce: `${onChain + waiting}` };
      },
    });
    const client = new PortalClient(portal.url);
    client.authenticate(fixedToken);
    const { direct } = localNode(chain, testChain.rpcUrl, (its) => {
      reader = its;
      return new RelayClient(client, testOperator, chain.network, its);
    });
    const nonce = () => reader!.forwarderNonce(testOperator.address);
    try {
      const [nonceBefore, before] = [await nonce(), await transactions()];
      const calls = slots.map((slot) => digestCall(slot));
      const sent = await direct.sendAll(calls.slice(0, 2));
      expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
      expect((await onChain()).map(({ slot }) => slot).sort()).toEqual([0, 1]);
      expect(await nonce()).toBe(nonceBefore);
      expect((await transactions()) - before).toBe(2);
      waiting = 0n;
      await direct.sendAll(calls.slice(2, 4));
      expect(await nonce()).toBe(nonceBefore + 2n);
      expect((await transactions()) - before).toBe(3);
    } finally {
      await portal.stop();
    }
  });
});

it('the witness puts all digests of a period on chain at once where no receipt comes', async () => {
  const posts = await PostStore.open(path.join(dir, 'posts'), (m) => expect.unreachable(m));
  const place = { generation: 0, proof: '0x12', delivered: false, onChain: false } as const;
  const stored = slots.map(({ deal, slot }) => ({ ...place, deal, slot, digest: digestOf(slot) }));
  await posts.keep(period, stored);
  const stop = new AbortController();
  const portal = new PortalClient('http://127.0.0.1:1');
  const { reader, direct } = localNode(chain, testChain.rpcUrl);
  const { network } = chain;
  const clock = { period: () => period, periodSeconds: 20, untilStart: () => 4000 };
  const parts = { posts, portal, clock, chain: reader, direct, network, log: silentLog };
  const relay = new RelayClient(portal, testOperator, network, reader);
  const ctx = { ...parts, relay, config: { disputes: true }, signal: stop.signal };
  const before = await transactions();
  const running = new Witness(ctx as unknown as AgentContext, {} as DisputeLedger).run();
  const isDone = () => posts.of(period).every((post) => post.onChain);
  await vi.waitFor(() => expect(isDone()).toBe(true), { timeout: 15_000 });
  stop.abort();
  await running;
  expect((await onChain()).map(({ slot }) => slot)).toEqual(all());
  expect((await transactions()) - before).toBe(1);
}, 60_000);
