import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { AppError } from '@/lib/core/errors';
import type { Log } from './log';
import type { PortalClient } from './portal-client';
import { backoff, sleep } from './wait';

/** The portal sends a comment at least this often; silence means that the connection is dead. */
const STALL_MS = 90_000;
const RECONNECT_MS = { base: 500, max: 30_000 };

/** One event as it came. */
export interface RawInboxEvent {
  seq: bigint;
  type: string;
  data: string;
}

/** What the inbox loop needs. */
export interface InboxOptions {
  portal: PortalClient;
  log: Log;
  signal: AbortSignal;
  /** Newest event that is done. */
  after: bigint;
  /** Must have made the event durable when it resolves; it is acknowledged then. */
  handle: (event: RawInboxEvent) => Promise<void>;
  /** Called after every (re)connection: events may have been missed for long. */
  connected: () => void;
  disconnected: () => void;
}

async function* messages(
  response: Response,
  signal: AbortSignal,
): AsyncGenerator<EventSourceMessage> {
  if (!response.body) throw new AppError('AGENT_PORTAL_ANSWER', 'The inbox has no body.');
  const ready: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => ready.push(event) });
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  const abort = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', abort);
  let stalled: NodeJS.Timeout | undefined;
  try {
    while (!signal.aborted) {
      stalled = setTimeout(abort, STALL_MS);
      const { done, value } = await reader.read();
      clearTimeout(stalled);
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* ready.splice(0);
    }
  } finally {
    clearTimeout(stalled);
    signal.removeEventListener('abort', abort);
    abort();
  }
}

/** Follows the inbox until aborted: reconnects with growing pauses, acknowledges what is handled. */
export async function followInbox(options: InboxOptions): Promise<void> {
  const { portal, log, signal } = options;
  let after = options.after;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const response = await portal.fetch({
        path: '/api/agent/inbox',
        headers: { accept: 'text/event-stream', 'last-event-id': after.toString() },
        signal,
      });
      options.connected();
      for await (const message of messages(response, signal)) {
        failures = 0;
        if (!message.id || !/^\d+$/.test(message.id)) continue;
        const seq = BigInt(message.id);
        if (seq <= after) continue;
        await options.handle({ seq, type: message.event ?? 'message', data: message.data });
        after = seq;
        await acknowledge(portal, seq, signal);
      }
    } catch (error) {
      if (signal.aborted) return;
      log.debug('inbox connection ended', { error });
    }
    options.disconnected();
    await sleep(backoff(failures++, RECONNECT_MS.base, RECONNECT_MS.max), signal);
  }
}

async function acknowledge(portal: PortalClient, seq: bigint, signal: AbortSignal): Promise<void> {
  const body = { upTo: seq.toString() };
  const answer = await portal.fetch({ method: 'POST', path: '/api/agent/inbox/ack', body, signal });
  await answer.body?.cancel();
}
