import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { privateKeyToAccount } from 'viem/accounts';
import type { Network } from '@/lib/core/protocol';
import type { Log } from '../daemon/log';

/** A request as a stub's handler sees it. */
export interface StubRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
  json<T>(): T;
}

/** Answers a request; undefined = the handler wrote the answer itself. */
export type StubHandler = (
  request: StubRequest,
  response: ServerResponse,
) => Promise<unknown> | unknown;

/** An error answer of the portal. */
export class StubProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly details: Record<string, string | number> = {},
  ) {
    super(code);
  }
}

async function read(request: IncomingMessage): Promise<StubRequest> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  return {
    method: request.method ?? 'GET',
    path: new URL(request.url ?? '/', 'http://stub').pathname,
    headers: request.headers,
    body,
    json: () => JSON.parse(body.toString()),
  };
}

function sendProblem(response: ServerResponse, error: unknown): void {
  const { status, code, details } =
    error instanceof StubProblem ? error : new StubProblem(500, 'INTERNAL');
  const text = { type: 'about:blank', title: code, status, code, detail: code, details };
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ ...text, requestId: 'test' }));
}

/** A portal over real HTTP whose routes a test writes; the longest matching prefix wins. */
export async function startStubPortal(routes: Record<string, StubHandler>) {
  const requests: StubRequest[] = [];
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await read(incoming);
    requests.push(request);
    const line = `${request.method} ${request.path}`;
    const match = Object.keys(routes)
      .filter((prefix) => line.startsWith(prefix))
      .sort((a, b) => b.length - a.length)[0];
    if (match === undefined) throw new StubProblem(404, 'NOT_FOUND');
    const answer = await routes[match]?.(request, response);
    if (answer === undefined || response.headersSent) return;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => sendProblem(response, error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    routes,
    requests,
    /** Cuts every open connection, as a restart does. */
    cut: () => server.closeAllConnections(),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type StubPortal = Awaited<ReturnType<typeof startStubPortal>>;

const one = (digit: string) => `0x${digit.repeat(40)}` as const;

/** A network description for tests. */
export function makeNetwork(over: Partial<Network> = {}): Network {
  return {
    chainId: 31337,
    chainName: 'Local',
    rpcUrl: 'http://127.0.0.1:1',
    contracts: {
      registry: one('1'),
      factory: one('2'),
      ledger: one('3'),
      beacon: one('4'),
      forwarder: one('5'),
    },
    profile: 'test',
    periodSeconds: 20,
    simulatedClock: true,
    genesisHash: `0x${'a'.repeat(64)}`,
    deployedAtBlock: 1,
    version: '0.0.0',
    ...over,
  };
}

/** An operator with a fixed key. */
export const testOperator = privateKeyToAccount(`0x${'7'.repeat(64)}`);

/** A log that keeps quiet. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A token source that never asks anybody. */
export const fixedToken = { token: async () => 'token', invalidate: () => undefined };
