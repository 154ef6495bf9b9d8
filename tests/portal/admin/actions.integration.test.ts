import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as auditRoute from '@/app/api/admin/audit/route';
import * as endRoute from '@/app/api/admin/deals/[id]/end/route';
import * as replaceRoute from '@/app/api/admin/deals/[id]/slots/[slot]/replace/route';
import * as retryRoute from '@/app/api/admin/jobs/[id]/retry/route';
import * as jobsRoute from '@/app/api/admin/jobs/route';
import { db } from '@/lib/server/db';
import { boss } from '@/lib/server/jobs';
import { makeLiveDeal } from '@/lib/server/lifecycle/testing/live-deal';
import { followerAt, jobsOf, makeNode, word } from '@/lib/server/lifecycle/testing/world';
import * as clocks from '@/lib/server/planning/clock';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { makeDeal, randomAddress } from '../rows';
import { lower, refusal, withoutChain } from '../support';
import { type Headers, newAdmin, post, read } from './support';

let database: TestDatabase;
let cleanUp: () => void;
let headers: Headers;
let actor: string;
const PERIOD = 1010n;

beforeAll(async () => {
  database = await startTestDatabase();
  cleanUp = withoutChain();
  const admin = await newAdmin();
  headers = admin.headers;
  actor = lower(admin.account.address);
  const timestamp = PERIOD * 20n;
  vi.spyOn(clocks, 'planningClock').mockResolvedValue({ timestamp, period: PERIOD });
  await followerAt(timestamp);
});
beforeEach(async () => {
  await db().auditLog.deleteMany();
  await db().node.deleteMany();
  await db().nodeProfile.deleteMany();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await database.stop();
  cleanUp();
});

const deeds = () => db().auditLog.findMany({ orderBy: { createdAt: 'asc' } });

describe('the end of a deal', () => {
  it('cancels one that is not published, tells its client, and is written down', async () => {
    const client = randomAddress();
    const { id } = await makeDeal(client, { status: 'REVIEW' });
    const answer = await post(endRoute, headers, { id });
    expect([answer.status, await answer.json()]).toEqual([202, { dealId: id, action: 'cancel' }]);
    const { status } = await db().deal.findUniqueOrThrow({ where: { id } });
    expect(status).toBe('CANCELLED');
    const told = await db().inboxEvent.findMany({ where: { recipient: client } });
    expect(told.map(({ type }) => type)).toEqual(['deal.cancelled']);
    expect(await deeds()).toMatchObject([
      { actor, action: 'deal.cancel', target: id, details: { status: 'REVIEW' } },
    ]);
  });

  it('asks the contract to cancel one that waits for its start', async () => {
    const address = randomAddress();
    const { id } = await makeDeal(randomAddress(), { status: 'PENDING', address });
    await post(endRoute, headers, { id: address });
    const sent = await db().transaction.findMany({ where: { dealId: id } });
    expect(sent).toMatchObject([{ kind: 'cancelDeal', to: address, signer: 'portal' }]);
  });

  it('ends one whose settlement window is over', async () => {
    const { id } = await makeLiveDeal({
      status: 'CLOSING',
      start: 100n,
      accrualEnd: 110n,
      endPeriod: 110n,
      fundedUntil: 110n,
    });
    expect((await post(endRoute, headers, { id })).status).toBe(202);
    expect(await jobsOf(id)).toEqual([{ name: 'end-deal', data: { dealId: id } }]);
    expect(await deeds()).toMatchObject([{ action: 'deal.end', target: id }]);
  });

  it.each([
    ['still earns', { status: 'ACTIVE' as const }],
    ['is over', { status: 'COMPLETED' as const }],
  ])('refuses one that %s, and writes nothing down', async (_what, changes) => {
    const { id } = await makeLiveDeal(changes);
    expect(await refusal(await post(endRoute, headers, { id }))).toEqual([409, 'DEAL_NOT_ENDABLE']);
    expect(await deeds()).toEqual([]);
    expect(await jobsOf(id)).toEqual([]);
  });
});

/** What the replacement is chosen by. */
const terms = {
  client: word(1).slice(0, 42),
  planId: word(1),
  contentHash: word(2),
  fileBytes: '1000',
  sectorBytes: '2048',
  dataShards: 1,
  totalShards: 2,
  slotCount: 2,
  durationPeriods: '48',
  maxRate: `${24 * 2 ** 20}`,
  sealRewardPeriods: 24,
  minRunwayPeriods: 6,
  feeBps: 0,
  sealingDeadline: '0',
  startDeadline: '0',
};

describe('the replacement of a node', () => {
  const replace = (id: string, slot: number, generation: number) =>
    post(replaceRoute, headers, { id, slot: `${slot}` }, { generation });

  it('queues a repair with the reason that the contract takes', async () => {
    const free = await makeNode(7);
    const { id } = await makeLiveDeal({ terms });
    const answer = await replace(id, 1, 0);
    expect([answer.status, await answer.json()]).toEqual([
      202,
      { dealId: id, slot: 1, reason: 'Unhealthy' },
    ]);
    await replace(id, 1, 0);
    expect(await jobsOf(id)).toEqual([
      { name: 'repair', data: { dealId: id, slot: 1, generation: 0, reason: 'Unhealthy' } },
    ]);
    const written = await deeds();
    expect(written).toHaveLength(2);
    expect(written[0]).toMatchObject({
      actor,
      action: 'slot.replace',
      target: `${id}/1/0`,
      details: { likely: free, reason: 'Unhealthy' },
    });
  });

  it('refuses what the contract would refuse', async () => {
    await makeNode(7);
    const sealing = { state: 'PRECOMMITTED' as const, preCommits: 1 };
    const { id } = await makeLiveDeal({
      terms,
      slots: [sealing, {}],
      sealingDeadline: new Date(Number(PERIOD) * 20_000 + 60_000),
    });
    expect(await refusal(await replace(id, 0, 0))).toEqual([409, 'SLOT_WRONG_STATE']);
    expect(await refusal(await replace(id, 1, 1))).toEqual([409, 'SLOT_WRONG_STATE']);
    expect(await refusal(await replace(id, 9, 0))).toEqual([404, 'SLOT_NOT_FOUND']);
    const over = await makeLiveDeal({ terms, status: 'CLOSING' });
    expect(await refusal(await replace(over.id, 0, 0))).toEqual([409, 'SLOT_WRONG_STATE']);
    expect(await deeds()).toEqual([]);
  });

  it('says so when no node is free', async () => {
    const { id } = await makeLiveDeal({ terms });
    expect(await refusal(await replace(id, 0, 0))).toEqual([409, 'REPAIR_NO_NODE']);
    expect(await jobsOf(id)).toEqual([]);
  });
});

describe('the retry of a job', () => {
  /** A letter as pg-boss leaves it when a job has failed for good. */
  async function letter(dealId: string): Promise<string> {
    await boss();
    const data = JSON.stringify({ dealId });
    const output = JSON.stringify({ message: 'The disk is full' });
    const rows = await db().$queryRaw<{ id: string }[]>`
      INSERT INTO pgboss.job (name, data, output)
      VALUES ('encode.dead', ${data}::jsonb, ${output}::jsonb) RETURNING id::text AS id`;
    return rows[0]!.id;
  }
  type Row = { id: string; state: string; error?: string; retryable: boolean };
  const dead = () =>
    read<{ rows: Row[]; total: number }>(jobsRoute, headers, 'state=dead&queue=encode');

  it('makes a letter a job again, once', async () => {
    const dealId = randomUUID();
    const id = await letter(dealId);
    expect((await dead()).rows).toMatchObject([
      { id, state: 'dead', error: 'The disk is full', retryable: true },
    ]);
    const answers = await Promise.all([1, 2].map(() => post(retryRoute, headers, { id })));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 404]);
    expect(await jobsOf(dealId)).toEqual([{ name: 'encode', data: { dealId } }]);
    expect(await dead()).toMatchObject({ total: 0 });
    expect(await deeds()).toMatchObject([
      { action: 'job.retry', target: id, details: { queue: 'encode', error: 'The disk is full' } },
    ]);
  });

  it('joins a job that waits already', async () => {
    const dealId = randomUUID();
    for (const id of [await letter(dealId), await letter(dealId)]) {
      expect((await post(retryRoute, headers, { id })).status).toBe(202);
    }
    expect(await jobsOf(dealId)).toHaveLength(1);
  });

  it('brings the next attempt forward and leaves finished jobs alone', async () => {
    const rows = await db().$queryRaw<{ id: string; state: string }[]>`
      INSERT INTO pgboss.job (name, data, state, start_after, policy) VALUES
        ('gc', '{}', 'retry', now() + interval '1 hour', 'short'),
        ('gc', '{}', 'completed', now(), 'short')
      RETURNING id::text AS id, state::text AS state`;
    const idOf = (state: string) => rows.find((row) => row.state === state)!.id;
    expect((await post(retryRoute, headers, { id: idOf('retry') })).status).toBe(202);
    const [due] = await db().$queryRaw<{ now: boolean }[]>`
      SELECT start_after <= now() AS now FROM pgboss.job WHERE id = ${idOf('retry')}::uuid`;
    expect(due?.now).toBe(true);
    const finished = await post(retryRoute, headers, { id: idOf('completed') });
    expect(await refusal(finished)).toEqual([409, 'JOB_NOT_RETRYABLE']);
  });
});

it('lists deeds newest first', async () => {
  await makeDeal(randomAddress(), { status: 'REVIEW' });
  const { id } = await makeDeal(randomAddress(), { status: 'REVIEW' });
  await post(endRoute, headers, { id });
  const page = await read<{ rows: { target: string }[] }>(auditRoute, headers, `search=${actor}`);
  expect(page.rows.map(({ target }) => target)).toEqual([id]);
});
