import { setTimeout as wait } from 'node:timers/promises';
import { isDealOver } from '@/lib/core/deals';
import type { ServerEvent } from '@/lib/server/http';
import { snapshotOf } from './snapshot';

const POLL_MS = 1000;

/**
 * A deal's snapshot at once and whenever it differs from the one before. Ends when nothing can
 * happen to the deal any more, or when the reader leaves.
 */
export async function* followDeal(
  dealId: string,
  signal: AbortSignal,
  pollMs = POLL_MS,
): AsyncIterable<ServerEvent> {
  let told = '';
  while (!signal.aborted) {
    const snapshot = await snapshotOf(dealId);
    const text = JSON.stringify(snapshot);
    if (text !== told) {
      told = text;
      yield { event: 'deal', data: snapshot };
    }
    if (isDealOver(snapshot.status)) return;
    // An abort only ends the pause early; the loop's condition ends the stream.
    await wait(pollMs, undefined, { signal }).catch(() => undefined);
  }
}
