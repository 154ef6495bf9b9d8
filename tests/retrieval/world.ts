import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { POST as requestRoute } from '@/app/api/deals/[id]/retrievals/route';
import { GET as contentRoute } from '@/app/api/retrievals/[id]/content/route';
import { GET as viewRoute } from '@/app/api/retrievals/[id]/route';
import { retrieval as retrievalSchema } from '@/lib/core/protocol';
import type { Address } from '@/lib/core/protocol/primitives';
import { profiles } from '@/lib/core/protocol/profiles';
import { issueToken } from '@/lib/server/auth/tokens';
import { db } from '@/lib/server/db';
import { runRetrieval } from '@/lib/server/retrieval/run-retrieval';
import { uploadLocks } from '@/lib/server/uploads';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { type Behaviour, FakeNode } from './fake-node';
import { type StoredDeal, storeDeal } from './stored-deal';

/** A stored deal and the computers that hold it: new for each test. */
export interface RetrievalWorld {
  stored: StoredDeal;
  /** By shard number; none until `startNodes`. */
  nodes: FakeNode[];
}

export const log = pino({ level: 'silent' });
/** Seconds: tests that need stalls do not wait long, those that must not have one never see it. */
const SHORT_STALL = 0.6;
export const LONG_STALL = 60;
export const LONG_AGO = new Date(0);
const profile = profiles.test as { retrievalStallSeconds: number };
const usualStall = profile.retrievalStallSeconds;

/** How long a holder may bring nothing, until the test is over. */
export function allowStalls(seconds: number): void {
  profile.retrievalStallSeconds = seconds;
}

/** Starts what the tests of the calling file need; before a test its values are there. */
export function retrievalWorld(): RetrievalWorld {
  const world = { nodes: [] } as unknown as RetrievalWorld;
  let database: TestDatabase;

  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(async () => {
    allowStalls(usualStall);
    await uploadLocks().close();
    await database.stop();
  });
  beforeEach(async () => {
    allowStalls(SHORT_STALL);
    world.stored = await storeDeal();
  });
  afterEach(async () => {
    for (const node of world.nodes) await node.stop();
    world.nodes = [];
  });
  return world;
}

/** What clients, nodes and the worker do in a test. */
export function stepsOf(world: RetrievalWorld) {
  /** Starts the deal's nodes; behaviours by shard number. */
  async function startNodes(behaviours: Partial<Record<number, Behaviour>> = {}): Promise<void> {
    world.nodes = world.stored.nodes.map((operator) => new FakeNode(world.stored, operator));
    for (const [shard, node] of world.nodes.entries()) {
      node.behaviour = behaviours[shard] ?? 'deliver';
      await node.start();
    }
  }

  async function ask(client = world.stored.client, ref = world.stored.dealId): Promise<Response> {
    const url = `http://127.0.0.1:3000/api/deals/${ref}/retrievals`;
    const request = new Request(url, { method: 'POST', headers: await asClient(client) });
    return requestRoute(request, { params: Promise.resolve({ id: ref }) });
  }
  const askedId = async () => ((await (await ask()).json()) as { retrievalId: string }).retrievalId;

  async function content(
    id: string,
    headers: Record<string, string> = {},
    client = world.stored.client,
  ) {
    const url = `http://127.0.0.1:3000/api/retrievals/${id}/content`;
    const request = new Request(url, { headers: await asClient(client, headers) });
    return contentRoute(request, { params: Promise.resolve({ id }) });
  }
  const isRestored = async (id: string) =>
    (await bytesOf(await content(id))).equals(world.stored.data);

  async function view(id: string, client = world.stored.client) {
    const request = new Request(`http://127.0.0.1:3000/api/retrievals/${id}`, {
      headers: await asClient(client),
    });
    return viewRoute(request, { params: Promise.resolve({ id }) });
  }
  const current = async (id: string) => retrievalSchema.parse(await (await view(id)).json());

  return { startNodes, ask, askedId, content, isRestored, view, current };
}

export async function asClient(client: Address, headers: Record<string, string> = {}) {
  const { token } = await issueToken('CLIENT', client, 600);
  return { cookie: `msp_session=${token}`, ...headers };
}

export const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

/** Runs the job as often as its queue would. */
export async function run(id: string, signal = AbortSignal.timeout(150_000)): Promise<void> {
  const isOpen = async () => {
    const row = await db().retrieval.findUniqueOrThrow({ where: { id } });
    return ['REQUESTED', 'FETCHING', 'DECODING'].includes(row.status);
  };
  while (await isOpen()) await runRetrieval(id, { signal, log });
}

export const statuses = async (id: string, status: string) =>
  (await db().retrievalShard.findMany({ where: { retrievalId: id } })).filter(
    (row) => row.status === status,
  );

export const setSeen = (operators: readonly string[], at: Date) =>
  db().nodeProfile.updateMany({
    where: { operator: { in: [...operators] } },
    data: { lastSeenAt: at },
  });
