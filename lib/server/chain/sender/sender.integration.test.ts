import { encodeFunctionData, type Hex } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { microNodeRegistryAbi, storageDealFactoryAbi } from '@/lib/core/chain';
import { chainContext, queueTransaction } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { logger } from '@/lib/server/logger';
import {
  startTestChain,
  startTestDatabase,
  type TestChain,
  type TestDatabase,
  waitFor,
} from '@/tests/support';
import { senderContext, sendFrom, testAccounts } from '@/tests/support/chain-test';
import { writeAttempts } from './attempts';
import { signAttempt } from './broadcast';
import { currentFees } from './fees';
import { runSender, sendRound } from './run';
import { signersOf } from './signer';

const stranger = testAccounts.stranger.address.toLowerCase() as Hex;
const portal = testAccounts.portal.address;

describe('transaction sender', () => {
  let chain: TestChain;
  let database: TestDatabase;
  let snapshot: string;

  beforeAll(async () => {
    chain = await startTestChain({ blockSeconds: 0 });
  });
  afterAll(() => chain.stop());
  beforeEach(async () => {
    database = await startTestDatabase();
    snapshot = await chain.rpc('evm_snapshot');
  });
  afterEach(async () => {
    await chain.rpc('anvil_dropAllTransactions');
    await chain.rpc('anvil_setNextBlockBaseFeePerGas', ['0x3b9aca00']);
    await chain.rpc('evm_setAutomine', [true]);
    await chain.rpc('evm_revert', [snapshot]);
    await database.stop();
  });

  const client = () => chainContext().client;
  const transfer = (key: string, value = 1n) =>
    queueTransaction(db(), {
      idempotencyKey: key,
      signer: 'portal',
      kind: 'test',
      to: stranger,
      data: '0x',
      value,
    });
  const row = (id: string) => db().transaction.findUniqueOrThrow({ where: { id } });
  const nonceOf = () => client().getTransactionCount({ address: portal });
  const mine = (blocks = 1) => chain.rpc('anvil_mine', [`0x${blocks.toString(16)}`]);

  /** Runs the real loop until the condition holds. */
  async function whileSending(condition: () => Promise<unknown>, senders = 1): Promise<void> {
    const stop = new AbortController();
    const { keys, databaseUrl } = serverEnv();
    const options = { signers: signersOf(keys), databaseUrl, context: chainContext };
    const runs = Array.from({ length: senders }, () => runSender(options, stop.signal, logger));
    try {
      await waitFor(condition, { seconds: 40, what: 'the outbox' });
    } finally {
      stop.abort();
      await Promise.all(runs);
    }
  }
  const all = async (status: 'MINED' | 'FINALISED', count: number) =>
    (await db().transaction.count({ where: { status } })) === count;

  it('returns the first row for a key that was queued before', async () => {
    const first = await transfer('once');
    expect(await transfer('once', 5n)).toEqual(first);
    expect(await db().transaction.count()).toBe(1);
  });

  it('sends 50 queued transactions without a gap in the nonces', async () => {
    const before = await nonceOf();
    const balance = await client().getBalance({ address: stranger });
    for (let i = 0; i < 50; i++) await transfer(`t${i}`);
    await whileSending(async () => (await nonceOf()) === before + 50);
    await mine(3);
    await whileSending(() => all('FINALISED', 50));
    const rows = await db().transaction.findMany({ orderBy: { nonce: 'asc' } });
    expect(rows.map((r) => r.nonce)).toEqual(rows.map((_, i) => before + i));
    expect((await client().getBalance({ address: stranger })) - balance).toBe(50n);
  });

  it('stays exact when two leaders work at the same time', async () => {
    const before = await nonceOf();
    for (let i = 0; i < 30; i++) await transfer(`t${i}`);
    await whileSending(async () => (await nonceOf()) === before + 30, 2);
    await mine(3);
    await whileSending(() => all('FINALISED', 30));
    expect(await nonceOf()).toBe(before + 30);
  });

  it('sends exactly once after a crash between signing and sending', async () => {
    const before = await nonceOf();
    const balance = await client().getBalance({ address: stranger });
    const { id } = await transfer('crash', 7n);
    const context = senderContext('portal');
    const signable = { ...(await row(id)), value: 7n, nonce: before };
    const attempt = await signAttempt(context, signable, await currentFees(client()), 30_000n, 0n);
    const data = {
      status: 'SIGNED',
      nonce: before,
      hash: attempt.hash,
      attempts: writeAttempts([attempt]),
    } as const;
    await db().transaction.update({ where: { id }, data });

    await sendRound(senderContext('portal'));
    await sendRound(senderContext('portal'));
    expect(await row(id)).toMatchObject({ status: 'MINED', hash: attempt.hash, nonce: before });
    expect((await client().getBalance({ address: stranger })) - balance).toBe(7n);
    expect(await nonceOf()).toBe(before + 1);
  });

  it('sends exactly once after a crash between sending and noting it', async () => {
    const { id } = await transfer('crash', 7n);
    await sendRound(senderContext('portal'));
    await db().transaction.update({ where: { id }, data: { status: 'SIGNED', sentAt: null } });
    const after = await nonceOf();
    await sendRound(senderContext('portal'));
    expect(await row(id)).toMatchObject({ status: 'MINED', nonce: after - 1 });
    expect(await nonceOf()).toBe(after);
  });

  it('refuses what a simulation reverts, with words and without a nonce', async () => {
    const before = await nonceOf();
    const { id } = await queueTransaction(db(), {
      idempotencyKey: 'bad',
      signer: 'verifier',
      kind: 'test',
      to: chainContext().deployment.contracts.registry,
      data: encodeFunctionData({ abi: microNodeRegistryAbi, functionName: 'retire' }),
    });
    await sendRound(senderContext('verifier'));
    expect(await row(id)).toMatchObject({
      status: 'FAILED',
      errorCode: 'NOT_REGISTERED',
      nonce: null,
    });
    expect((await row(id)).error).toMatch(/is not registered/);
    expect(await nonceOf()).toBe(before);
  });

  it('tells why a transaction reverted after it was sent', async () => {
    await chain.rpc('evm_setAutomine', [false]);
    const { registry } = chainContext().deployment.contracts;
    const parameters = { accepting: true, rate: 1n, maxSpan: 24, minFileSize: 0n, maxFileSize: 1n };
    const data = encodeFunctionData({
      abi: microNodeRegistryAbi,
      functionName: 'registerNode',
      args: [stranger, 1000n, (1n << 168n) - 1n, { ...parameters, maxSpan: 1 }],
    });
    // Both pass on the state before the block, since anvil's pending state is asked before either is sent.
    const context = senderContext('portal');
    const first = await queueTransaction(db(), {
      idempotencyKey: 'a',
      signer: 'portal',
      kind: 't',
      to: registry,
      data,
    });
    await sendRound(context);
    const second = await db().transaction.create({
      data: { idempotencyKey: 'b', signer: 'portal', kind: 't', to: registry, data },
    });
    const fees = await currentFees(client());
    const nonce = (await nonceOf()) + 1;
    const attempt = await signAttempt(context, { ...second, value: 0n, nonce }, fees, 500_000n, 0n);
    await db().transaction.update({
      where: { id: second.id },
      data: { status: 'SIGNED', nonce, hash: attempt.hash, attempts: writeAttempts([attempt]) },
    });
    await sendRound(context);
    await mine(1);
    await sendRound(context);
    expect(await row(first.id)).toMatchObject({ status: 'MINED', errorCode: null });
    expect(await row(second.id)).toMatchObject({
      status: 'MINED',
      errorCode: 'ALREADY_REGISTERED',
    });
    await mine(4);
    await sendRound(context);
    expect(await row(first.id)).toMatchObject({ status: 'FINALISED' });
    expect(await row(second.id)).toMatchObject({
      status: 'FAILED',
      errorCode: 'ALREADY_REGISTERED',
    });
  });

  it('replaces a stuck transaction at the same nonce with fees a quarter higher', async () => {
    await chain.rpc('evm_setAutomine', [false]);
    const { id } = await transfer('stuck');
    const context = senderContext('portal', { stuckMs: 0, rebroadcastMs: 0 });
    await sendRound(context);
    const sent = await row(id);
    // The base fee jumps above what was offered, so the block passes it by.
    const dear = `0x${(10n ** 12n).toString(16)}`;
    for (let i = 0; i < 2; i++) {
      await chain.rpc('anvil_setNextBlockBaseFeePerGas', [dear]);
      await mine(1);
    }
    expect(
      await client()
        .getTransactionReceipt({ hash: sent.hash as Hex })
        .catch(() => null),
    ).toBeNull();
    await sendRound(context);
    const replaced = await row(id);
    expect(replaced).toMatchObject({ status: 'SENT', nonce: sent.nonce });
    expect(replaced.hash).not.toBe(sent.hash);
    const [old, fresh] = replaced.attempts as {
      maxFeePerGas: string;
      maxPriorityFeePerGas: string;
    }[];
    for (const fee of ['maxFeePerGas', 'maxPriorityFeePerGas'] as const) {
      expect(BigInt(fresh![fee]) * 4n).toBeGreaterThanOrEqual(BigInt(old![fee]) * 5n);
    }
    await mine(1);
    await sendRound(context);
    expect(await row(id)).toMatchObject({ status: 'MINED', hash: replaced.hash });
  });

  it('does not replace anything while the chain stands still', async () => {
    await chain.rpc('evm_setAutomine', [false]);
    const { id } = await transfer('waiting');
    const context = senderContext('portal', { stuckMs: 0 });
    await sendRound(context);
    await sendRound(context);
    expect((await row(id)).attempts).toHaveLength(1);
  });

  it('sends the same bytes again when a reorg takes the block away', async () => {
    const { id } = await transfer('reorged', 3n);
    const context = senderContext('portal');
    await sendRound(context);
    await sendRound(context);
    const mined = await row(id);
    expect(mined.status).toBe('MINED');
    await chain.rpc('anvil_reorg', [1, []]);
    await sendRound(context);
    await sendRound(context);
    const again = await row(id);
    expect(again).toMatchObject({ status: 'MINED', hash: mined.hash, nonce: mined.nonce });
    expect(again.blockHash).not.toBe(mined.blockHash);
  });

  it('brings back what a local chain lost although it was final', async () => {
    const before = await nonceOf();
    const ids = [await transfer('a'), await transfer('b')].map((r) => r.id);
    const context = senderContext('portal');
    const kept = await chain.rpc<string>('evm_snapshot');
    await sendRound(context);
    await mine(4);
    await sendRound(context);
    expect((await row(ids[1]!)).status).toBe('FINALISED');
    await chain.rpc('evm_revert', [kept]);
    expect(await nonceOf()).toBe(before);
    await transfer('c');
    await whileSending(async () => (await nonceOf()) === before + 3);
    await mine(4);
    await whileSending(() => all('FINALISED', 3));
    expect((await row(ids[0]!)).nonce).toBe(before);
  });

  it('gives a new nonce when somebody else used the key', async () => {
    await chain.rpc('evm_setAutomine', [false]);
    const { id } = await transfer('mine', 9n);
    const context = senderContext('portal', { receiptPatienceMs: 0 });
    await sendRound(context);
    const { nonce, hash } = await row(id);
    await chain.rpc('anvil_dropTransaction', [hash]);
    await chain.rpc('evm_setAutomine', [true]);
    await sendFrom(client(), chain.rpcUrl, testAccounts.portal, { to: stranger, data: '0x' });
    await mine(4);
    await sendRound(context);
    await sendRound(context);
    expect(await row(id)).toMatchObject({ status: 'MINED', nonce: nonce! + 1 });
  });

  it('fills a hole below its own nonces instead of waiting for ever', async () => {
    const { id } = await transfer('late');
    const context = senderContext('portal');
    const before = await nonceOf();
    const signable = { ...(await row(id)), value: 1n, nonce: before + 2 };
    const attempt = await signAttempt(context, signable, await currentFees(client()), 30_000n, 0n);
    const data = {
      status: 'SIGNED',
      nonce: before + 2,
      hash: attempt.hash,
      attempts: writeAttempts([attempt]),
    } as const;
    await db().transaction.update({ where: { id }, data });
    await sendRound(context);
    expect(await nonceOf()).toBe(before + 3);
    await sendRound(context);
    expect(await row(id)).toMatchObject({ status: 'MINED', nonce: before + 2 });
  });

  it('refuses one account under two names', () => {
    const { keys } = serverEnv();
    expect(() => signersOf({ portal: keys.portal, relayer: keys.portal })).toThrow(
      /different keys/,
    );
  });

  it('goes on with others when one call cannot be simulated', async () => {
    const bad = await queueTransaction(db(), {
      idempotencyKey: 'publish',
      signer: 'portal',
      kind: 'test',
      to: chainContext().deployment.contracts.factory,
      data: encodeFunctionData({
        abi: storageDealFactoryAbi,
        functionName: 'isDeal',
        args: [stranger],
      }),
      value: 10n ** 30n,
    });
    const good = await transfer('good');
    await sendRound(senderContext('portal'));
    await sendRound(senderContext('portal'));
    expect((await row(good.id)).status).toBe('MINED');
    expect((await row(bad.id)).nonce).toBeNull();
  });
});
