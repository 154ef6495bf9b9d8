import type { Hex } from 'viem';
import { chainContext, queueTransaction } from '@/lib/server/chain';
import { runSender } from '@/lib/server/chain/sender/run';
import { signersOf } from '@/lib/server/chain/sender/signer';
import { db } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { logger } from '@/lib/server/logger';
import { testAccounts } from './chain-test';
import { waitFor } from './wait-for';

/** Who gets the transfers of {@link transfer}. */
export const recipient = testAccounts.stranger.address.toLowerCase() as Hex;

export const client = () => chainContext().client;

/** Puts a plain transfer of the portal into the outbox. */
export const transfer = (key: string, value = 1n) =>
  queueTransaction(db(), {
    idempotencyKey: key,
    signer: 'portal',
    kind: 'test',
    to: recipient,
    data: '0x',
    value,
  });

export const outboxRow = (id: string) => db().transaction.findUniqueOrThrow({ where: { id } });

/** The portal's next nonce on the chain. */
export const portalNonce = () =>
  client().getTransactionCount({ address: testAccounts.portal.address });

export const haveStatus = async (status: 'MINED' | 'FINALISED', count: number) =>
  (await db().transaction.count({ where: { status } })) === count;

/** Runs the real loop, or several at once, until the condition holds. */
export async function whileSending(condition: () => Promise<unknown>, senders = 1): Promise<void> {
  const stop = new AbortController();
  const { keys, databaseUrl } = serverEnv();
  const options = { signers: signersOf(keys), databaseUrl, context: chainContext };
  const runs = Array.from({ length: senders }, () => runSender(options, stop.signal, logger));
  try {
    await waitFor(condition, { seconds: 150, what: 'the outbox' });
  } finally {
    stop.abort();
    await Promise.all(runs);
  }
}
