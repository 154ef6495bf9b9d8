import { setInterval } from 'node:timers/promises';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { logger } from '@/lib/server/logger';

const EVERY_MS = 10_000;

async function seen(operator: Address): Promise<void> {
  await db().nodeProfile.updateMany({
    where: { operator: operator.toLowerCase() },
    data: { lastSeenAt: new Date() },
  });
}

/**
 * Keeps a node's `lastSeenAt` fresh while its inbox is open: that is how a retrieval knows whom to
 * ask.
 */
export async function keepSeen(operator: Address, signal: AbortSignal): Promise<void> {
  try {
    await seen(operator);
    for await (const _ of setInterval(EVERY_MS, undefined, { signal })) {
      await seen(operator).catch((error) => logger.warn({ err: error, operator }, 'presence'));
    }
  } catch (error) {
    if (!signal.aborted) logger.warn({ err: error, operator }, 'presence');
  }
}
