import type { Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { db } from '@/lib/server/db';
import { useChainSuite } from '@/tests/support/chain-suite';
import { senderContext, sendFrom, testAccounts } from '@/tests/support/chain-test';
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

describe('recovery of the transaction sender', () => {
  const suite = useChainSuite();

  it('sends exactly once after a crash between signing and sending', async () => {
    const before = await portalNonce();
    const balance = await client().getBalance({ address: recipient });
    const { id } = await transfer('crash', 7n);
    const context = senderContext('portal');
    const signable = { ...(await outboxRow(id)), value: 7n, nonce: before };
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
    expect(await outboxRow(id)).toMatchObject({
      status: 'MINED',
      hash: attempt.hash,
      nonce: before,
    });
    expect((await client().getBalance({ address: recipient })) - balance).toBe(7n);
    expect(await portalNonce()).toBe(before + 1);
  });

  it('sends exactly once after a crash between sending and noting it', async () => {
    const { id } = await transfer('crash', 7n);
    await sendRound(senderContext('portal'));
    await db().transaction.update({ where: { id }, data: { status: 'SIGNED', sentAt: null } });
    const after = await portalNonce();
    await sendRound(senderContext('portal'));
    expect(await outboxRow(id)).toMatchObject({ status: 'MINED', nonce: after - 1 });
    expect(await portalNonce()).toBe(after);
  });

  it('replaces a stuck transaction at the same nonce with fees a quarter higher', async () => {
    await suite.chain.rpc('evm_setAutomine', [false]);
    const { id } = await transfer('stuck');
    const context = senderContext('portal', { stuckMs: 0, rebroadcastMs: 0 });
    await sendRound(context);
    const sent = await outboxRow(id);
    // The base fee jumps above what was offered, so the block passes it by.
    const dear = `0x${(10n ** 12n).toString(16)}`;
    for (let i = 0; i < 2; i++) {
      await suite.chain.rpc('anvil_setNextBlockBaseFeePerGas', [dear]);
      await suite.world.mine(1);
    }
    expect(
      await client()
        .getTransactionReceipt({ hash: sent.hash as Hex })
        .catch(() => null),
    ).toBeNull();
    await sendRound(context);
    const replaced = await outboxRow(id);
    expect(replaced).toMatchObject({ status: 'SENT', nonce: sent.nonce });
    expect(replaced.hash).not.toBe(sent.hash);
    const [old, fresh] = replaced.attempts as {
      maxFeePerGas: string;
      maxPriorityFeePerGas: string;
    }[];
    for (const fee of ['maxFeePerGas', 'maxPriorityFeePerGas'] as const) {
      expect(BigInt(fresh![fee]) * 4n).toBeGreaterThanOrEqual(BigInt(old![fee]) * 5n);
    }
    await suite.world.mine(1);
    await sendRound(context);
    expect(await outboxRow(id)).toMatchObject({ status: 'MINED', hash: replaced.hash });
  });

  it('does not replace anything while the chain stands still', async () => {
    await suite.chain.rpc('evm_setAutomine', [false]);
    const { id } = await transfer('waiting');
    const context = senderContext('portal', { stuckMs: 0 });
    await sendRound(context);
    await sendRound(context);
    expect((await outboxRow(id)).attempts).toHaveLength(1);
  });

  it('sends the same bytes again when a reorg takes the block away', async () => {
    const { id } = await transfer('reorged', 3n);
    const context = senderContext('portal');
    await sendRound(context);
    await sendRound(context);
    const mined = await outboxRow(id);
    expect(mined.status).toBe('MINED');
    await suite.chain.rpc('anvil_reorg', [1, []]);
    await sendRound(context);
    await sendRound(context);
    const again = await outboxRow(id);
    expect(again).toMatchObject({ status: 'MINED', hash: mined.hash, nonce: mined.nonce });
    expect(again.blockHash).not.toBe(mined.blockHash);
  });

  it('brings back what a local chain lost although it was final', async () => {
    const before = await portalNonce();
    const ids = [await transfer('a'), await transfer('b')].map((r) => r.id);
    const context = senderContext('portal');
    const kept = await suite.chain.rpc<string>('evm_snapshot');
    await sendRound(context);
    await suite.world.mine(4);
    await sendRound(context);
    expect((await outboxRow(ids[1]!)).status).toBe('FINALISED');
    await suite.chain.rpc('evm_revert', [kept]);
    expect(await portalNonce()).toBe(before);
    await transfer('c');
    await whileSending(async () => (await portalNonce()) === before + 3);
    await suite.world.mine(4);
    await whileSending(() => haveStatus('FINALISED', 3));
    expect((await outboxRow(ids[0]!)).nonce).toBe(before);
  });

  it('gives a new nonce when somebody else used the key', async () => {
    await suite.chain.rpc('evm_setAutomine', [false]);
    const { id } = await transfer('mine', 9n);
    const context = senderContext('portal', { receiptPatienceMs: 0 });
    await sendRound(context);
    const { nonce, hash } = await outboxRow(id);
    await suite.chain.rpc('anvil_dropTransaction', [hash]);
    await suite.chain.rpc('evm_setAutomine', [true]);
    await sendFrom(client(), suite.chain.rpcUrl, testAccounts.portal, {
      to: recipient,
      data: '0x',
    });
    await suite.world.mine(4);
    await sendRound(context);
    await sendRound(context);
    expect(await outboxRow(id)).toMatchObject({ status: 'MINED', nonce: nonce! + 1 });
  });

  it('fills a hole below its own nonces instead of waiting for ever', async () => {
    const { id } = await transfer('late');
    const context = senderContext('portal');
    const before = await portalNonce();
    const signable = { ...(await outboxRow(id)), value: 1n, nonce: before + 2 };
    const attempt = await signAttempt(context, signable, await currentFees(client()), 30_000n, 0n);
    const data = {
      status: 'SIGNED',
      nonce: before + 2,
      hash: attempt.hash,
      attempts: writeAttempts([attempt]),
    } as const;
    await db().transaction.update({ where: { id }, data });
    await sendRound(context);
    expect(await portalNonce()).toBe(before + 3);
    await sendRound(context);
    expect(await outboxRow(id)).toMatchObject({ status: 'MINED', nonce: before + 2 });
  });
});
