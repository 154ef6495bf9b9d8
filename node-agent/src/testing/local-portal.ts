import type { ServerResponse } from 'node:http';
import { encodeFunctionData, type Hex, verifyTypedData } from 'viem';
import { z } from 'zod';
import { forwarderAbi } from '@/lib/core/chain/abi';
import { decodePoStMessage, type PoStEntry, proofDigest } from '@/lib/core/proofs';
import {
  type AgentSessionRequestJson,
  type AgentSlot,
  agentSessionTypes,
  agentSlots,
  type Network,
  platformDomain,
  postReceiptTypes,
  proofSubmissionTypes,
  type RegisterNodeJson,
  type SignedForwardJson,
  type VerdictLeaf,
  verdictLeaf,
} from '@/lib/core/protocol';
import type { LocalChain } from './local-chain';
import { type StubHandler, StubProblem, startStubPortal } from './stub-portal';

interface Relay {
  status: 'queued' | 'mined' | 'failed';
  error?: { code: string; message: string };
}

interface Upload {
  metadata: Record<string, string>;
  bytes: Buffer;
  length: number;
}

function metadataOf(header: string): Record<string, string> {
  const pairs = header.split(',').map((part) => part.split(' ') as [string, string]);
  return Object.fromEntries(
    pairs.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  );
}

/** A small portal before a real chain: enough for one agent to live a whole deal. */
export async function startLocalPortal(chain: LocalChain) {
  const { network } = chain;
  const domain = platformDomain(network.chainId, network.contracts.registry);
  const state = {
    operator: undefined as Hex | undefined,
    slots: [] as AgentSlot[],
    shards: new Map<string, Uint8Array>(),
    events: [] as { type: string; payload: unknown }[],
    acked: 0,
    poreps: new Map<string, Uint8Array>(),
    posts: [] as { period: bigint; entries: PoStEntry[] }[],
    relays: new Map<string, Relay>(),
    uploads: new Map<string, Upload>(),
    /** Leaves by the path of their route. */
    leaves: new Map<string, VerdictLeaf>(),
    /** Answer 503 to everything. */
    isDown: false,
  };
  const streams = new Set<ServerResponse>();
  let relayTail: Promise<void> = Promise.resolve();

  const relay = (signed: SignedForwardJson) => {
    const relayId = crypto.randomUUID();
    const entry: Relay = { status: 'queued' };
    state.relays.set(relayId, entry);
    const { request, signature } = signed;
    const forward = {
      from: request.from as Hex,
      to: request.to as Hex,
      value: 0n,
      gas: BigInt(request.gas),
      deadline: request.deadline,
      data: request.data as Hex,
      signature: signature as Hex,
    };
    const data = encodeFunctionData({
      abi: forwarderAbi,
      functionName: 'execute',
      args: [forward],
    });
    relayTail = relayTail.then(async () => {
      try {
        await chain.send('relayer', network.contracts.forwarder, data);
        entry.status = 'mined';
      } catch (error) {
        entry.status = 'failed';
        entry.error = { code: 'RELAY_REVERTED', message: (error as Error).message };
      }
    });
    return { relayId };
  };

  const checkProof = async (request: Parameters<StubHandler>[0], period: bigint) => {
    const digest = proofDigest(request.body);
    const operator = state.operator as Hex;
    const isSigned = await verifyTypedData({
      address: operator,
      domain,
      types: proofSubmissionTypes,
      primaryType: 'ProofSubmission',
      message: { operator, period, digest },
      signature: request.headers['x-proof-signature'] as Hex,
    });
    if (!isSigned || request.headers['x-proof-digest'] !== digest) {
      throw new StubProblem(401, 'SIGNATURE_INVALID');
    }
  };

  /** The verifier's word that a proof came in time. */
  const receipt = async (period: bigint, { deal, slot, generation, proof }: PoStEntry) => {
    const digest = proofDigest(proof);
    const signature = await chain.wallets.verifier.account.signTypedData({
      domain,
      types: postReceiptTypes,
      primaryType: 'PoStReceipt',
      message: { deal, slot, generation, period, digest },
    });
    return { deal, slot, generation, digest, signature };
  };

  const send = (response: ServerResponse, seq: number) => {
    const event = state.events[seq - 1];
    const data = JSON.stringify(event?.payload);
    response.write(`id: ${seq}\nevent: ${event?.type}\ndata: ${data}\n\n`);
  };

  const portal = await startStubPortal({
    'GET /api/network': (): Network => network,
    'POST /api/agent/session': async (request) => {
      const body = request.json<AgentSessionRequestJson>();
      const { operator, nonce, issuedAt, expiresAt } = body;
      const isSigned = await verifyTypedData({
        address: operator as Hex,
        domain,
        types: agentSessionTypes,
        primaryType: 'AgentSession',
        message: {
          operator: operator as Hex,
          portal: portal.url,
          nonce: nonce as Hex,
          issuedAt: BigInt(issuedAt),
          expiresAt: BigInt(expiresAt),
        },
        signature: body.signature as Hex,
      });
      if (!isSigned) throw new StubProblem(401, 'SIGNATURE_INVALID');
      state.operator = operator.toLowerCase() as Hex;
      return { token: 'token', expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
    },
    'POST /api/register-node': (request) => relay(request.json<RegisterNodeJson>().forward),
    'GET /api/agent/inbox': ({ headers }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': here\n\n');
      const after = Number(headers['last-event-id'] ?? 0);
      for (let seq = after + 1; seq <= state.events.length; seq++) send(response, seq);
      streams.add(response);
      response.once('close', () => streams.delete(response));
    },
    'POST /api/agent/inbox/ack': (request) => {
      state.acked = Number(request.json<{ upTo: string }>().upTo);
      return {};
    },
    'GET /api/agent/slots': () => z.encode(agentSlots, { slots: state.slots }),
    'GET /api/agent/shards/': ({ path, headers }, response) => {
      const bytes = state.shards.get(path.split('/').slice(4, 6).join('/'));
      if (!bytes) throw new StubProblem(410, 'SHARD_MISSING');
      const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
      const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
      response.writeHead(headers.range ? 206 : 200, { 'content-range': range });
      response.end(bytes.subarray(from));
    },
    'GET /api/agent/relay/nonce': async () => {
      await relayTail;
      return { nonce: `${await chain.forwarderNonce(state.operator as Hex)}` };
    },
    'GET /api/agent/relay/': ({ path }) => state.relays.get(path.split('/').at(-1) as string),
    'POST /api/agent/relay': (request) => relay(request.json<SignedForwardJson>()),
    'PUT /api/agent/proofs/porep/': async (request) => {
      await checkProof(request, 0n);
      state.poreps.set(proofDigest(request.body), request.body);
      return { submissionId: crypto.randomUUID() };
    },
    'PUT /api/agent/proofs/post/': async (request) => {
      const period = BigInt(request.path.split('/').at(-1) as string);
      await checkProof(request, period);
      const entries = decodePoStMessage(request.body);
      state.posts.push({ period, entries });
      return { accepted: entries.length, rejected: [] };
    },
    'GET /api/agent/proofs/post/': async ({ path }) => {
      const period = BigInt(path.split('/').at(-1) as string);
      const own = state.posts.filter((post) => post.period === period);
      const entries = own.flatMap((post) => post.entries);
      return { waiting: 0, receipts: await Promise.all(entries.map((e) => receipt(period, e))) };
    },
    'GET /api/verdicts/': ({ path }) => {
      const leaf = state.leaves.get(path);
      if (!leaf) throw new StubProblem(404, 'VERDICTS_NOT_FOUND');
      return z.encode(verdictLeaf, leaf);
    },
    'POST /api/agent/files': ({ headers }, response) => {
      const id = crypto.randomUUID();
      const metadata = metadataOf(headers['upload-metadata'] as string);
      const length = Number(headers['upload-length']);
      state.uploads.set(id, { metadata, length, bytes: Buffer.alloc(0) });
      response.writeHead(201, { location: `${portal.url}/api/agent/files/${id}` });
      response.end();
    },
    'HEAD /api/agent/files/': ({ path }, response) => {
      const upload = state.uploads.get(path.split('/').at(-1) as string);
      if (!upload) throw new StubProblem(404, 'UPLOAD_NOT_FOUND');
      const offset = { 'upload-offset': upload.bytes.length, 'upload-length': upload.length };
      response.writeHead(200, offset).end();
    },
    'PATCH /api/agent/files/': ({ path, body }, response) => {
      const upload = state.uploads.get(path.split('/').at(-1) as string);
      if (!upload) throw new StubProblem(404, 'UPLOAD_NOT_FOUND');
      upload.bytes = Buffer.concat([upload.bytes, body]);
      response.writeHead(204, { 'upload-offset': upload.bytes.length }).end();
    },
  });
  for (const [line, handler] of Object.entries(portal.routes)) {
    portal.routes[line] = (request, response) => {
      if (state.isDown) throw new StubProblem(503, 'INTERNAL');
      return handler(request, response);
    };
  }

  return {
    ...portal,
    state,
    /** Puts an event into the node's inbox. */
    notify(type: string, payload: unknown) {
      state.events.push({ type, payload });
      for (const stream of streams) send(stream, state.events.length);
    },
  };
}
