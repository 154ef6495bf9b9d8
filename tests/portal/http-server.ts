import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RouteHandlers } from '@/lib/server/http';

/** A real HTTP server around one route file, so that bodies arrive in pieces and break off. */
export interface TestServer {
  origin: string;
  stop(): Promise<void>;
}

async function answer(
  handlers: RouteHandlers,
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
): Promise<void> {
  const method = incoming.method as keyof RouteHandlers;
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const headers = Object.entries(incoming.headers).map(([k, v]): [string, string] => [k, `${v}`]);
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const init: RequestInit & { duplex: 'half' } = {
    method,
    headers,
    body: hasBody ? (Readable.toWeb(incoming) as ReadableStream) : undefined,
    duplex: 'half',
    signal: gone.signal,
  };
  const request = new Request(`http://${incoming.headers.host}${incoming.url}`, init);
  const response = await handlers[method](request, { params: Promise.resolve({}) });
  // After an answer to half a body the connection is of no use for another request.
  if (!incoming.complete) outgoing.setHeader('connection', 'close');
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body) await pipeline(Readable.fromWeb(response.body as never), outgoing);
  else outgoing.end();
}

export async function serveRoute(handlers: RouteHandlers): Promise<TestServer> {
  const server = http.createServer((incoming, outgoing) => {
    answer(handlers, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
