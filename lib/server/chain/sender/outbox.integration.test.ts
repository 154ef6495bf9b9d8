import { encodeFunctionData } from 'viem';
import { describe, expect, it } from 'vitest';
import { microNodeRegistryAbi, storageDealFactoryAbi } from '@/lib/core/chain';
import { chainContext, queueTransaction } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { useChainSuite } from '@/tests/support/chain-suite';
import { senderContext } from '@/tests/support/chain-test';
import {
  client,
  haveStatus,
  outboxRow,
  portalNonce,
  recipient,
  transfer,
  whileSending,
} from '@/tests/support/outbox';
import { writeAttempts } from './attempts';
import { signAttempt } from './broadcast';
import { currentFees } from './fees';
import { sendRound } from './run';
import { signersOf } from './signer';

describe('working off the outbox', () => {
  const suite = useChainSuite();

  it('returns the first row for a key that was queued before', async () => {
    const first = await transfer('once');
    expect(await transfer('once', 5n)).toEqual(first);
    expect(await db().transaction.count()).toBe(1);
  });

  it('sends 50 queued transactions without a gap in the nonces', async () => {
    const before = await portalNonce();
    const balance = await client().getBalance({ address: recipient });
    for (let i = 0; i < 50; i++) await transfer(`t${i}`);
    await whileSending(async () => (await portalNonce()) === before + 50);
    await suite.world.mine(3);
    await whileSending(() => haveStatus('FINALISED', 50));
    const rows = await db().transaction.findMany({ orderBy: { nonce: 'asc' } });
    expect(rows.map((r) => r.nonce)).toEqual(rows.map((_, i) => before + i));
    expect((await client().getBalance({ address: recipient })) - balance).toBe(50n);
  });

  it('stays exact when two leaders work at the same time', async () => {
    const before = await portalNonce();
    for (let i = 0; i < 30; i++) await transfer(`t${i}`);
    await whileSending(async () => (await portalNonce()) === before + 30, 2);
    await suite.world.mine(3);
    await whileSending(() => haveStatus('FINALISED', 30));
    expect(await portalNonce()).toBe(before + 30);
  });

  it('refuses what a simulation reverts, with words and without a nonce', async () => {
    const before = await portalNonce();
    const { id } = await queueTransaction(db(), {
      idempotencyKey: 'bad',
      signer: 'verifier',
      kind: 'test',
      to: chainContext().deployment.contracts.registry,
      data: encodeFunctionData({ abi: microNodeRegistryAbi, functionName: 'retire' }),
    });
    await sendRound(senderContext('verifier'));
    expect(await outboxRow(id)).toMatchObject({
      status: 'FAILED',
      errorCode: 'NOT_REGISTERED',
      nonce: null,
    });
    expect((await outboxRow(id)).error).toMatch(/is not registered/);
    expect(await portalNonce()).toBe(before);
  });

  it('tells why a transaction reverted after it was sent', async () => {
    await suite.chain.rpc('evm_setAutomine', [false]);
    const { registry } = chainContext().deployment.contracts;
    const parameters = { accepting: true, rate: 1n, maxSpan: 24, minFileSize: 0n, maxFileSize: 1n };
    const data = encodeFunctionData({
      abi: microNodeRegistryAbi,
      functionName: 'registerNode',
      args: [recipient, 1000n, (1n << 168n) - 1n, { ...parameters, maxSpan: 1 }],
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
    const nonce = (await portalNonce()) + 1;
    const attempt = await signAttempt(context, { ...second, value: 0n, nonce }, fees, 500_000n, 0n);
    await db().transaction.update({
      where: { id: second.id },
      data: { status: 'SIGNED', nonce, hash: attempt.hash, attempts: writeAttempts([attempt]) },
    });
    await sendRound(context);
    await suite.world.mine(1);
    await sendRound(context);
    expect(await outboxRow(first.id)).toMatchObject({ status: 'MINED', errorCode: null });
    expect(await outboxRow(second.id)).toMatchObject({
      status: 'MINED',
      errorCode: 'ALREADY_REGISTERED',
    });
    await suite.world.mine(4);
    await sendRound(context);
    expect(await outboxRow(first.id)).toMatchObject({ status: 'FINALISED' });
    expect(await outboxRow(second.id)).toMatchObject({
      status: 'FAILED',
      errorCode: 'ALREADY_REGISTERED',
    });
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
        args: [recipient],
      }),
      value: 10n ** 30n,
    });
    const good = await transfer('good');
    await sendRound(senderContext('portal'));
    await sendRound(senderContext('portal'));
    expect((await outboxRow(good.id)).status).toBe('MINED');
    expect((await outboxRow(bad.id)).nonce).toBeNull();
  });
});
