/** One server-sent event. */
export interface ServerEvent {
  id?: string;
  event: string;
  data: unknown;
}

const HEARTBEAT_MS = 15_000;

function encode({ id, event, data }: ServerEvent): string {
  const text = JSON.stringify(data, (_key, value) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${text}\n\n`;
}

/**
 * Streams events until the source ends or the caller leaves; a comment line every 15 s keeps
 * proxies from closing a quiet stream. `follow` must stop when its signal aborts.
 */
export function eventStream(
  request: Request,
  follow: (signal: AbortSignal) => AsyncIterable<ServerEvent>,
): Response {
  const gone = new AbortController();
  const leave = () => gone.abort();
  if (request.signal.aborted) leave();
  request.signal.addEventListener('abort', leave, { once: true });
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => {
        if (!gone.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      send(': open\n\n');
      const heartbeat = setInterval(() => send(': alive\n\n'), HEARTBEAT_MS);
      gone.signal.addEventListener('abort', () => clearInterval(heartbeat), { once: true });
      pump(follow(gone.signal), send, gone.signal)
        .then(() => {
          if (!gone.signal.aborted) controller.close();
        })
        .catch((error) => {
          if (!gone.signal.aborted) controller.error(error);
        })
        .finally(leave);
    },
    cancel: leave,
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    },
  });
}

async function pump(
  events: AsyncIterable<ServerEvent>,
  send: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  for await (const event of events) {
    if (signal.aborted) return;
    send(encode(event));
  }
}
