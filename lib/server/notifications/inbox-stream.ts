import { z } from 'zod';
import { big } from '@/lib/core/protocol';
import type { Address } from '@/lib/core/protocol/primitives';
import { eventStream, type ServerEvent } from '@/lib/server/http';
import { inboxStart } from './acknowledge';
import { followInbox } from './follow-inbox';
import { keepSeen } from './presence';

/** Query of the inbox routes. */
export const inboxQuery = z.object({ after: big.optional() });

/** A stream ends after this time, so that its reader has to show again who it is. */
const MAX_STREAM_MS = 3_600_000;

/** The number after which the reader continues: `Last-Event-ID`, which it sends when it reconnects. */
function named(request: Request, after: bigint | undefined): bigint | null {
  const header = request.headers.get('last-event-id');
  if (header !== null) {
    const parsed = big.safeParse(header.trim());
    if (parsed.success) return parsed.data;
  }
  return after ?? null;
}

async function* serverEvents(
  recipient: Address,
  start: bigint,
  signal: AbortSignal,
): AsyncGenerator<ServerEvent> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(MAX_STREAM_MS)]);
  for await (const { seq, type, payload } of followInbox(recipient, start, limited)) {
    yield { id: seq.toString(), event: type, data: payload };
  }
}

/** The inbox of one recipient as server-sent events. */
export async function inboxStream(
  request: Request,
  recipient: Address,
  after: bigint | undefined,
  options: { isNode: boolean },
): Promise<Response> {
  const start = await inboxStart(recipient, named(request, after));
  return eventStream(request, (signal) => {
    if (options.isNode) void keepSeen(recipient, signal);
    return serverEvents(recipient, start, signal);
  });
}
