import { decodeRevert, type Revert } from '@/lib/core/chain';
import { db, toBig } from '@/lib/server/db';
import type { Transaction } from '@/lib/server/db/generated/client';
import { isUnreachable, lacksFunds, revertIn, saidBy } from '../rpc-errors';
import { writeAttempts } from './attempts';
import { broadcast, type Signable, signAttempt } from './broadcast';
import { currentFees } from './fees';
import type { Head } from './head';
import { failTransaction } from './outcome';
import type { SenderContext } from './signer';
import { noteFunds } from './trouble';

/** Most transactions of one key that may wait to be mined at a time. */
export const MAX_IN_FLIGHT = 16;

const withHeadroom = (gas: bigint) => (gas * 13n) / 10n;

/** Gives queued transactions their nonces, oldest first, and sends them. */
export async function assignQueued(context: SenderContext, head: Head): Promise<void> {
  const signer = context.signer.name;
  const inFlight = await db().transaction.count({
    where: { signer, status: { in: ['SIGNED', 'SENT'] } },
  });
  const room = MAX_IN_FLIGHT - inFlight;
  if (room <= 0) return;
  const rows = await db().transaction.findMany({
    where: { signer, status: 'QUEUED' },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: room,
  });
  if (rows.length === 0) return;
  const free = await freeNonces(signer, head.nonce);
  const fees = await currentFees(context.client);
  const balance = await context.client.getBalance({ address: context.signer.account.address });
  for (const row of rows) {
    const gas = await gasFor(context, row);
    if (gas === undefined) continue;
    if (typeof gas !== 'bigint') {
      await failTransaction(row, gas, ['QUEUED']);
      continue;
    }
    // Without a nonce it blocks nobody while it waits for money.
    const needed = toBig(row.value) + gas * fees.maxFeePerGas;
    if (needed > balance) {
      await noteFunds(context, row, { needed });
      continue;
    }
    if (row.errorCode !== null) await noteFunds(context, row, null);
    const signable = { ...row, value: toBig(row.value), nonce: free.next() };
    if (!(await signAndSend(context, signable, { fees, gas, block: head.block }))) return;
  }
}

/** The lowest numbers from `first` on that no row of this signer has. */
export async function freeNonces(signer: string, first: number): Promise<{ next(): number }> {
  const used = await db().transaction.findMany({
    where: { signer, nonce: { gte: first } },
    select: { nonce: true },
  });
  const taken = new Set(used.map((row) => row.nonce));
  let candidate = first;
  return {
    next() {
      while (taken.has(candidate)) candidate += 1;
      return candidate++;
    },
  };
}

/**
 * Stores the signed transaction, then sends it: after a crash in between, the same bytes are sent
 * again, which cannot happen twice on chain.
 */
export async function signAndSend(
  context: SenderContext,
  row: Signable,
  terms: { fees: Parameters<typeof signAttempt>[2]; gas: bigint; block: bigint },
): Promise<boolean> {
  const attempt = await signAttempt(context, row, terms.fees, terms.gas, terms.block);
  const stored = await db().transaction.updateMany({
    where: { id: row.id, status: 'QUEUED' },
    data: {
      status: 'SIGNED',
      nonce: row.nonce,
      hash: attempt.hash,
      attempts: writeAttempts([attempt]),
    },
  });
  if (stored.count === 0) return false; // another leader took it: start over from fresh rows
  return broadcast(context, row, attempt);
}

/**
 * Simulates by asking for the gas. Undefined when the node cannot tell for this row now, so that
 * one odd transaction does not hold up the others.
 */
async function gasFor(
  context: SenderContext,
  row: Transaction,
): Promise<bigint | Revert | undefined> {
  const call = {
    account: context.signer.account.address,
    to: row.to as `0x${string}`,
    data: row.data as `0x${string}`,
    value: toBig(row.value),
    blockTag: 'pending',
  } as const;
  try {
    const gas = withHeadroom(await context.client.estimateGas(call));
    context.memory.toldOf.delete(row.id);
    return row.gasLimit !== null && row.gasLimit > gas ? row.gasLimit : gas;
  } catch (error) {
    const revert = revertIn(error);
    if (!revert) {
      if (isUnreachable(error)) throw error;
      if (lacksFunds(error)) await noteFunds(context, row, {});
      else tellOnce(context, row.id, saidBy(error));
      return undefined;
    }
    // Some nodes give the reason only to a plain call.
    return revert.code === 'REVERTED' ? await reasonOf(context, call) : revert;
  }
}

/** The same answer comes every round until something changes: it is told once. */
function tellOnce(context: SenderContext, id: string, answer: string): void {
  const { toldOf } = context.memory;
  const isNew = toldOf.get(id) !== answer;
  if (isNew) toldOf.set(id, answer);
  context.log[isNew ? 'warn' : 'debug']({ id, answer }, 'cannot simulate, trying again');
}

async function reasonOf(
  context: SenderContext,
  call: Parameters<SenderContext['client']['call']>[0],
): Promise<Revert> {
  try {
    await context.client.call(call);
  } catch (error) {
    return revertIn(error) ?? decodeRevert(undefined);
  }
  return decodeRevert(undefined);
}
