import { toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { queueTransaction } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { readGauges } from '@/lib/server/metrics/gauges';
import { checkReadiness } from '@/lib/server/network';
import { useChainSuite } from '@/tests/support/chain-suite';
import { senderContext, testAccounts } from '@/tests/support/chain-test';
import {
  client,
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

const { portal } = testAccounts;
const statusOf = async (id: string) => (await outboxRow(id)).status;

describe('a signed transaction that the node does not take', () => {
  const suite = useChainSuite();

  /** A row as a leader leaves it that was killed between signing and sending. */
  async function signedRow(key: string, gas: bigint, nonce: number, value = 7n): Promise<string> {
    const { id } = await transfer(key, value);
    const row = { ...(await outboxRow(id)), value, nonce };
    const fees = await currentFees(client());
    const attempt = await signAttempt(senderContext('portal'), row, fees, gas, 0n);
    await db().transaction.update({
      where: { id },
      data: { status: 'SIGNED', nonce, hash: attempt.hash, attempts: writeAttempts([attempt]) },
    });
    return id;
  }

  it('fails with the reason when its gas can never be enough, and the next ones go', async () => {
    const before = await portalNonce();
    const balance = await client().getBalance({ address: recipient });
    const bad = await signedRow('bad', 20_000n, before);
    const next = await signedRow('next', 30_000n, before + 1, 3n);
    const { id: queued } = await transfer('queued', 5n);
    await whileSending(async () => (await portalNonce()) === before + 3);
    await suite.world.mine(4);
    await whileSending(async () => (await statusOf(bad)) === 'FAILED');
    expect(await outboxRow(bad)).toMatchObject({ errorCode: 'TX_REFUSED', nonce: before });
    expect((await outboxRow(bad)).error).toMatch(/intrinsic gas too low/i);
    await whileSending(async () => (await statusOf(queued)) === 'FINALISED');
    expect(await statusOf(next)).toBe('FINALISED');
    expect((await client().getBalance({ address: recipient })) - balance).toBe(8n);
  });

  it('fails when it asks for more gas than a block has', async () => {
    const before = await portalNonce();
    const { id } = await queueTransaction(db(), {
      idempotencyKey: 'vast',
      signer: 'portal',
      kind: 'test',
      to: recipient,
      data: '0x',
      gasLimit: 10n ** 12n,
    });
    await suite.chain.rpc('anvil_setBalance', [portal.address, toHex(10n ** 30n)]);
    const after = (await transfer('after')).id;
    await whileSending(async () => (await portalNonce()) === before + 2);
    await suite.world.mine(4);
    await whileSending(async () => (await statusOf(after)) === 'FINALISED');
    expect(await outboxRow(id)).toMatchObject({ status: 'FAILED', errorCode: 'TX_REFUSED' });
  });

  it('counts as done when the call is mined after all, whatever was said of it', async () => {
    await suite.chain.rpc('evm_setAutomine', [false]);
    const before = await portalNonce();
    const id = await signedRow('late', 30_000n, before);
    const [attempt] = (await outboxRow(id)).attempts as { raw: `0x${string}`; hash: string }[];
    const context = senderContext('portal', { rebroadcastMs: 1e9 });
    context.memory.broadcastAt.set(id, Date.now());
    context.memory.refusals.set(id, { answer: 'rejected', text: 'no', since: 0 });
    await sendRound(context);
    const given = await outboxRow(id);
    expect(given.attempts).toHaveLength(2);
    await suite.chain.rpc('anvil_dropTransaction', [given.hash]);
    await client().sendRawTransaction({ serializedTransaction: attempt!.raw });
    await suite.world.mine(4);
    await sendRound(context);
    expect(await outboxRow(id)).toMatchObject({
      status: 'FINALISED',
      hash: attempt!.hash,
      errorCode: null,
    });
    expect(await portalNonce()).toBe(before + 1);
  });

  it('gives an answer that it does not know some time before it gives up', async () => {
    const before = await portalNonce();
    const id = await signedRow('odd', 30_000n, before);
    const odd = { answer: 'refused', text: 'the moon is full' } as const;
    const context = senderContext('portal', { rebroadcastMs: 1e9, receiptPatienceMs: 1e9 });
    context.memory.broadcastAt.set(id, Date.now());
    context.memory.refusals.set(id, { ...odd, since: Date.now() });
    await sendRound(context);
    expect((await outboxRow(id)).attempts).toHaveLength(1);
    context.memory.refusals.set(id, { ...odd, since: 0 });
    await sendRound(context);
    await sendRound(context);
    expect((await outboxRow(id)).error).toMatch(/the moon is full/);
    expect(await portalNonce()).toBe(before + 1);
  });

  it('waits for money without a nonce, says so, and goes on when it comes', async () => {
    const before = await portalNonce();
    await suite.chain.rpc('anvil_setBalance', [portal.address, toHex(1000n)]);
    const poor = (await transfer('poor', 1n)).id;
    const rich = await queueTransaction(db(), {
      idempotencyKey: 'rich',
      signer: 'relayer',
      kind: 'test',
      to: recipient,
      data: '0x',
    });
    await whileSending(async () => (await outboxRow(poor)).errorCode === 'SIGNER_UNFUNDED');
    await whileSending(async () => (await statusOf(rich.id)) === 'MINED');
    expect(await outboxRow(poor)).toMatchObject({ status: 'QUEUED', nonce: null });
    const { warnings } = await checkReadiness();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(portal.address);
    expect(await (await readGauges()).metrics()).toContain(
      'msp_outbox_unfunded{signer="portal"} 1',
    );
    await suite.chain.rpc('anvil_setBalance', [portal.address, toHex(10n ** 18n)]);
    await whileSending(async () => (await portalNonce()) === before + 1);
    await whileSending(async () => (await outboxRow(poor)).errorCode === null);
    expect((await checkReadiness()).warnings).toEqual([]);
  });

  it('waits for money with a nonce, without raising the fee or giving up', async () => {
    const before = await portalNonce();
    const id = await signedRow('poor', 30_000n, before);
    await suite.chain.rpc('anvil_setBalance', [portal.address, toHex(1000n)]);
    const context = senderContext('portal', { stuckMs: 0, rebroadcastMs: 0, receiptPatienceMs: 0 });
    for (let round = 0; round < 3; round++) {
      await suite.world.mine(3);
      await sendRound(context);
    }
    const waiting = await outboxRow(id);
    expect(waiting).toMatchObject({ status: 'SIGNED', errorCode: 'SIGNER_UNFUNDED' });
    expect(waiting.attempts).toHaveLength(1);
    await suite.chain.rpc('anvil_setBalance', [portal.address, toHex(10n ** 18n)]);
    await sendRound(context);
    await sendRound(context);
    expect(await outboxRow(id)).toMatchObject({ status: 'MINED', errorCode: null, error: null });
  });

  it('brings an empty transfer back that a reorg took away, and still says why', async () => {
    const before = await portalNonce();
    const id = await signedRow('bad', 20_000n, before);
    const context = senderContext('portal');
    for (let round = 0; round < 3; round++) await sendRound(context);
    expect(await outboxRow(id)).toMatchObject({ status: 'MINED', errorCode: 'TX_REFUSED' });
    await suite.chain.rpc('anvil_reorg', [1, []]);
    for (let round = 0; round < 3; round++) await sendRound(context);
    expect(await portalNonce()).toBe(before + 1);
    expect(await outboxRow(id)).toMatchObject({ status: 'MINED', errorCode: 'TX_REFUSED' });
  });
});
