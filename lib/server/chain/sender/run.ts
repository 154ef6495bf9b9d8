import type { Logger } from 'pino';
import { db } from '@/lib/server/db';
import { pause } from '@/lib/server/singleton';
import type { ChainContext } from '../context';
import { OUTBOX_CHANNEL } from '../outbox';
import { queueBatches } from '../relay/batch';
import { assignQueued } from './assign';
import { fillGap } from './fill-gap';
import { followInFlight } from './follow';
import { readHead } from './head';
import { emptyMemory, type SenderContext, type Signer } from './signer';
import { listen } from './wake';

export interface SenderOptions {
  signers: readonly Signer[];
  databaseUrl: string;
  /** Asked anew each round: a local chain's addresses may change. */
  context(): ChainContext;
}

const LONGEST_BACKOFF_MS = 30_000;

/** Works off the outbox until aborted: one independent loop per key. */
export async function runSender(
  options: SenderOptions,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  if (options.signers.length === 0) log.warn('no keys are configured: nothing will be sent');
  const wake = await listen(options.databaseUrl, OUTBOX_CHANNEL, log);
  try {
    await Promise.all(
      options.signers.map((signer) => workSigner(signer, options, wake, signal, log)),
    );
  } finally {
    await wake.close();
  }
}

async function workSigner(
  signer: Signer,
  options: SenderOptions,
  wake: Awaited<ReturnType<typeof listen>>,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const memory = emptyMemory();
  let failures = 0;
  while (!signal.aborted) {
    const woken = wake.next(signer.name);
    const base = options.context();
    const context: SenderContext = {
      ...base,
      signer,
      memory,
      log: log.child({ signer: signer.name }),
    };
    try {
      await sendRound(context);
      failures = 0;
    } catch (error) {
      failures += 1;
      context.log.error({ err: error, failures }, 'sending round failed');
    }
    const { pollMs } = base.traits;
    const wait = Math.min(pollMs * 2 ** failures, LONGEST_BACKOFF_MS);
    // After a failure only time helps, a notification does not.
    await (failures > 0 ? pause(wait, signal) : Promise.race([woken, pause(wait, signal)]));
  }
}

/** One pass over everything of one signer. */
export async function sendRound(context: SenderContext): Promise<void> {
  if (await chainWasReplaced(context)) {
    context.log.info('waiting until the follower has taken up the new chain');
    return;
  }
  const head = await readHead(context);
  await followInFlight(context, head);
  if (context.signer.name === 'relayer') await queueBatches(context);
  await assignQueued(context, head);
  await fillGap(context, head);
}

/** A fresh local chain knows nothing of our nonces; the follower clears them. */
async function chainWasReplaced(context: SenderContext): Promise<boolean> {
  if (!context.traits.local) return false;
  const cursor = await db().chainCursor.findUnique({ where: { chainId: context.traits.chain.id } });
  if (!cursor) return false;
  const genesis = await context.client.getBlock({ blockNumber: 0n });
  return genesis.hash !== cursor.genesisHash;
}
