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
/** Milliseconds between looks at the chain while nothing is under way. */
const IDLE_LOOK_MS = 15_000;

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
  const own = log.child({ signer: signer.name });
  let failures = 0;
  let pollMs = 1000;
  let lookedAt = 0;
  while (!signal.aborted) {
    const woken = wake.next(signer.name);
    try {
      const base = options.context();
      pollMs = base.traits.pollMs;
      if ((await hasWork(signer.name)) || Date.now() - lookedAt > IDLE_LOOK_MS) {
        await sendRound({ ...base, signer, memory, log: own });
        lookedAt = Date.now();
      }
      failures = 0;
    } catch (error) {
      failures += 1;
      own.error({ err: error, failures }, 'sending round failed');
    }
    const wait = Math.min(pollMs * 2 ** failures, LONGEST_BACKOFF_MS);
    // After a failure only time helps, a notification does not.
    await (failures > 0 ? pause(wait, signal) : Promise.race([woken, pause(wait, signal)]));
  }
}

/** False when a look at the chain could change nothing, short of the chain losing final blocks. */
async function hasWork(signer: string): Promise<boolean> {
  const open = await db().transaction.findFirst({
    where: { signer, status: { in: ['QUEUED', 'SIGNED', 'SENT', 'MINED'] } },
    select: { id: true },
  });
  if (open || signer !== 'relayer') return open !== null;
  const relay = await db().relayRequest.findFirst({
    where: { status: 'QUEUED' },
    select: { id: true },
  });
  return relay !== null;
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
