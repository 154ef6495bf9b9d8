import type { InboxEvent } from '@/lib/core/protocol/inbox';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { inboxListener } from './listener';

const PAGE = 100;
/** Looks at the rows even without a wake-up, should the listener be cut off unnoticed. */
const RECHECK_MS = 20_000;

/** A wait that a wake-up ends, also one that came before the wait began. */
function alarm(signal: AbortSignal) {
  let rung = false;
  let resolve: (() => void) | null = null;
  const ring = () => {
    rung = true;
    resolve?.();
  };
  signal.addEventListener('abort', ring);
  return {
    ring,
    async wait(ms: number): Promise<void> {
      const timer = setTimeout(ring, ms);
      if (!rung && !signal.aborted) {
        await new Promise<void>((done) => {
          resolve = done;
        });
      }
      clearTimeout(timer);
      rung = false;
      resolve = null;
    },
    release: () => signal.removeEventListener('abort', ring),
  };
}

/** Events after a number, oldest first, at most a page. */
export async function readInbox(recipient: Address, after: bigint): Promise<InboxEvent[]> {
  const rows = await db().inboxEvent.findMany({
    where: { recipient: recipient.toLowerCase(), seq: { gt: after } },
    orderBy: { seq: 'asc' },
    take: PAGE,
  });
  return rows.map(({ seq, type, payload }) => ({ seq, type, payload }));
}

/**
 * The recipient's events after a number, then each new one as it is committed, until the signal
 * aborts. Numbers are committed in order (row lock), so reading "greater than the last" skips none.
 */
export async function* followInbox(
  recipient: Address,
  after: bigint,
  signal: AbortSignal,
): AsyncGenerator<InboxEvent> {
  const bell = alarm(signal);
  const leave = inboxListener().subscribe(recipient.toLowerCase(), bell.ring);
  let last = after;
  try {
    while (!signal.aborted) {
      const events = await readInbox(recipient, last);
      for (const event of events) {
        if (signal.aborted) return;
        yield event;
        last = event.seq;
      }
      if (events.length === 0) await bell.wait(RECHECK_MS);
    }
  } finally {
    leave();
    bell.release();
  }
}
