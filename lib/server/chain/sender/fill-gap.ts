import { db } from '@/lib/server/db';
import { queueTransaction } from '../outbox';
import { freeNonces, signAndSend } from './assign';
import { currentFees } from './fees';
import type { Head } from './head';
import type { SenderContext } from './signer';

/**
 * When nothing of ours has the nonce that the chain expects next but later nonces are taken (a
 * local chain was rolled back past a transaction that somebody else sent with this key), nothing
 * could ever be mined. An empty transfer to ourselves takes the place; giving the later
 * ones other nonces could send them twice.
 */
export async function fillGap(context: SenderContext, head: Head): Promise<void> {
  const { name, account } = context.signer;
  const later = await db().transaction.findFirst({
    where: { signer: name, nonce: { gt: head.nonce }, status: { in: ['SIGNED', 'SENT'] } },
    orderBy: { nonce: 'asc' },
  });
  if (later?.nonce == null) return;
  const free = await freeNonces(name, head.nonce);
  for (let nonce = free.next(); nonce < later.nonce; nonce = free.next()) {
    const to = account.address.toLowerCase() as `0x${string}`;
    const value = 0n;
    const { id } = await queueTransaction(db(), {
      idempotencyKey: `gap:${name}:${nonce}:${later.hash}`,
      signer: name,
      kind: 'gap',
      to,
      data: '0x',
    });
    const gas = await context.client.estimateGas({ account: account.address, to, value });
    const fees = await currentFees(context.client);
    context.log.warn({ nonce }, 'filling a gap in the nonces');
    await signAndSend(
      context,
      { id, to, data: '0x', value, nonce },
      { fees, gas, block: head.block },
    );
  }
}
