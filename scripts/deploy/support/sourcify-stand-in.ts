import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createPublicClient, http } from 'viem';

const solc = createRequire(import.meta.url)('solc');

interface Job {
  chainId: string;
  address: `0x${string}`;
  isAsked: boolean;
  match: 'match' | null;
}
interface Request {
  stdJsonInput: { settings: object };
  compilerVersion: string;
  contractIdentifier: string;
}

async function bodyOf(request: IncomingMessage): Promise<Request> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString());
}

/** Compiles as the real service does and says whether that is the code on chain, constants apart. */
async function compare(rpcUrl: string, address: `0x${string}`, request: Request) {
  const outputSelection = {
    '*': {
      '*': ['evm.deployedBytecode.object', 'evm.deployedBytecode.immutableReferences'],
    },
  };
  const settings = { ...request.stdJsonInput.settings, outputSelection };
  const input = { ...request.stdJsonInput, settings };
  const [unit = '', name = ''] = request.contractIdentifier.split(':');
  const output = JSON.parse(solc.compile(JSON.stringify(input)));
  const compiled = output.contracts?.[unit]?.[name]?.evm.deployedBytecode;
  if (!compiled) return null;
  const code = await createPublicClient({ transport: http(rpcUrl) }).getCode({ address });
  if (!code || code.length !== compiled.object.length + 2) return null;
  const mask = (hex: string) => {
    const bytes = Buffer.from(hex, 'hex');
    for (const { start, length } of Object.values(compiled.immutableReferences).flat() as {
      start: number;
      length: number;
    }[]) {
      bytes.fill(0, start, start + length);
    }
    return bytes.toString('hex');
  };
  return mask(code.slice(2)) === mask(compiled.object) ? ('match' as const) : null;
}

/**
 * Stands in for Sourcify, which cannot be reached from a test: the two routes of its API v2 that we
 * use, with a real compiler behind them. The first question about a job is answered "not yet".
 */
export async function startSourcify(rpcUrl: string) {
  const jobs = new Map<string, Job>();
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    const reply = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const [, , verb, first = '', second] = (request.url ?? '').split('/');
    if (verb !== 'verify') return reply(404, { customCode: 'route_not_found', message: 'none' });
    if (request.method === 'POST') {
      const known = [...jobs.values()].find((job) => job.address === second && job.match);
      const code = 'already_verified';
      if (known) return reply(409, { customCode: code, message: 'The contract is known.' });
      const body = await bodyOf(request);
      seen.push(body.contractIdentifier);
      const address = second as `0x${string}`;
      const match = await compare(rpcUrl, address, body);
      const id = `job-${jobs.size}`;
      jobs.set(id, { chainId: first, address, isAsked: false, match });
      return reply(202, { verificationId: id });
    }
    const job = jobs.get(first);
    if (!job) return reply(404, { customCode: 'job_not_found', message: 'No such job.' });
    const { match, isAsked, ...contract } = job;
    job.isAsked = true;
    if (!isAsked) return reply(200, { isJobCompleted: false, contract });
    const error = { customCode: 'no_match', message: 'The recompiled bytecode does not match.' };
    return reply(200, {
      isJobCompleted: true,
      contract: { ...contract, match, runtimeMatch: match, creationMatch: null },
      ...(match ? {} : { error }),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** Contracts whose sources arrived, as `path:Name`. */
    seen,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
