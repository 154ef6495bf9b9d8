import { randomUUID } from 'node:crypto';
import { createParser } from 'eventsource-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as cancelRoute from '@/app/api/deals/[id]/cancel/route';
import * as confirmRoute from '@/app/api/deals/[id]/confirm/route';
import * as eventsRoute from '@/app/api/deals/[id]/events/route';
import * as planRoute from '@/app/api/deals/[id]/plan/route';
import * as dealRoute from '@/app/api/deals/[id]/route';
import * as dealsRoute from '@/app/api/deals/route';
import * as requestRoute from '@/app/api/request-storage/route';
import { dealPage, dealSnapshot } from '@/lib/core/protocol';
import { db } from '@/lib/server/db';
import { startTestDatabase, type TestDatabase, waitFor } from '@/tests/support';
import {
  makeDeal,
  makePlan,
  makePublishedDeal,
  makeUpload,
  randomAddress,
  randomHash,
  waitingJobs,
} from './rows';
import { call, lower, newAccount, refusal, signIn, withoutChain } from './support';

let database: TestDatabase;
let cleanUp: () => void;

beforeAll(async () => {
  database = await startTestDatabase();
  cleanUp = withoutChain();
});

afterAll(async () => {
  await database.stop();
  cleanUp();
});

/** A signed-in wallet of its own for each test. */
async function newClient() {
  const account = newAccount();
  const headers: Record<string, string> = await signIn(account);
  return { address: lower(account.address), headers };
}

const request = (headers: Record<string, string>, body: unknown) =>
  call(requestRoute.POST, '/api/request-storage', { method: 'POST', headers, body });

const post = (
  handler: typeof cancelRoute.POST,
  id: string,
  headers: Record<string, string>,
  body?: unknown,
) => call(handler, `/api/deals/${id}`, { method: 'POST', headers, body, params: { id } });

const read = (handler: typeof dealRoute.GET, id: string, headers: Record<string, string>) =>
  call(handler, `/api/deals/${id}`, { headers, params: { id } });

const wish = { durationPeriods: 24, tier: 'day' };

describe('request-storage', () => {
  it('takes an upload once and has it encoded', async () => {
    const { address, headers } = await newClient();
    const uploadId = await makeUpload(address);
    const body = { ...wish, uploadId, dataShards: 3, maxRate: '12345678901234567890' };
    const response = await request(headers, body);
    expect(response.status).toBe(202);
    const { dealId, status } = await response.json();
    expect(status).toBe('REQUESTED');
    const deal = await db().deal.findUniqueOrThrow({ where: { id: dealId } });
    expect(deal).toMatchObject({ client: address, k: 3, n: null, tier: 'day', fileBytes: 1000n });
    expect(deal.maxRate?.toFixed()).toBe('12345678901234567890');
    expect(await waitingJobs('encode')).toContainEqual({ dealId });
    expect(await refusal(await request(headers, body))).toEqual([409, 'UPLOAD_USED']);
  });

  it('lets one of several simultaneous requests for an upload win', async () => {
    const { address, headers } = await newClient();
    const body = { ...wish, uploadId: await makeUpload(address) };
    const answers = await Promise.all([1, 2, 3].map(() => request(headers, body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
  });

  it('refuses unknown, foreign, unfinished and expired uploads', async () => {
    const { address, headers } = await newClient();
    const ask = async (uploadId: string) => refusal(await request(headers, { ...wish, uploadId }));
    expect(await ask(randomUUID())).toEqual([404, 'UPLOAD_NOT_FOUND']);
    expect(await ask(await makeUpload(randomAddress()))).toEqual([403, 'UPLOAD_FOREIGN']);
    const half = { status: 'RECEIVING', received: 10n } as const;
    expect(await ask(await makeUpload(address, half))).toEqual([409, 'UPLOAD_INCOMPLETE']);
    const old = { expiresAt: new Date(Date.now() - 1000) };
    expect(await ask(await makeUpload(address, old))).toEqual([410, 'UPLOAD_EXPIRED']);
  });

  it.each([0, -1, 5, 24 * 540 + 1])('refuses a duration of %d periods', async (durationPeriods) => {
    const { address, headers } = await newClient();
    const body = { ...wish, uploadId: await makeUpload(address), durationPeriods };
    expect(await refusal(await request(headers, body))).toEqual([400, 'DURATION_OUT_OF_RANGE']);
    expect(await db().deal.count({ where: { client: address } })).toBe(0);
  });

  it.each([
    ['an unknown tier', { tier: 'weekly' }],
    ['a fraction of a period', { durationPeriods: 1.5 }],
    ['no data shards', { dataShards: 0 }],
    ['too many shards', { totalShards: 256 }],
    ['fewer shards than data shards', { dataShards: 4, totalShards: 3 }],
    ['a rate that is a number', { maxRate: 5 }],
    ['a negative rate', { maxRate: '-5' }],
  ])('refuses %s', async (_what, changes) => {
    const { address, headers } = await newClient();
    const body = { ...wish, uploadId: await makeUpload(address), ...changes };
    expect(await refusal(await request(headers, body))).toEqual([400, 'BAD_REQUEST']);
  });

  it('refuses malformed JSON, other content types, long bodies and strangers', async () => {
    const { headers } = await newClient();
    const send = (raw: string, type = 'application/json', who = headers) =>
      call(requestRoute.POST, '/api/request-storage', {
        method: 'POST',
        raw,
        headers: { ...who, 'content-type': type },
      });
    expect(await refusal(await send('{"uploadId":'))).toEqual([400, 'MALFORMED_JSON']);
    expect(await refusal(await send('{}', 'text/plain'))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(await refusal(await send(''))).toEqual([400, 'BODY_MISSING']);
    const long = JSON.stringify({ uploadId: 'x'.repeat(70_000) });
    expect(await refusal(await send(long))).toEqual([413, 'BODY_TOO_LARGE']);
    expect(await refusal(await send('{}', 'application/json', {}))).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
  });

  it('allows one unfunded deal per wallet', async () => {
    const { address, headers } = await newClient();
    await makeDeal(address, { status: 'PENDING' });
    const body = { ...wish, uploadId: await makeUpload(address) };
    expect(await refusal(await request(headers, body))).toEqual([409, 'DEAL_TOO_MANY_PENDING']);
    await db().deal.updateMany({ where: { client: address }, data: { status: 'ACTIVE' } });
    expect((await request(headers, body)).status).toBe(202);
  });

  it('answers other methods with 405', async () => {
    const response = await call(requestRoute.GET, '/api/request-storage');
    expect(response.headers.get('allow')).toBe('POST');
    expect(await refusal(response)).toEqual([405, 'METHOD_NOT_ALLOWED']);
  });
});

describe('plan and confirmation', () => {
  it('shows the newest plan and confirms only that, once', async () => {
    const { address, headers } = await newClient();
    const { id } = await makeDeal(address, { status: 'REVIEW' });
    expect(await refusal(await read(planRoute.GET, id, headers))).toEqual([409, 'PLAN_NOT_READY']);
    const old = await makePlan(id, new Date(Date.now() - 5000));
    const planId = await makePlan(id);
    expect(await (await read(planRoute.GET, id, headers)).json()).toMatchObject({ planId });

    const confirm = (plan: string) => post(confirmRoute.POST, id, headers, { planId: plan });
    expect(await refusal(await confirm(randomHash()))).toEqual([404, 'PLAN_NOT_FOUND']);
    expect(await refusal(await confirm(old))).toEqual([409, 'PLAN_OUTDATED']);
    const answers = await Promise.all([confirm(planId), confirm(planId)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(await db().deal.findUnique({ where: { id } })).toMatchObject({
      status: 'CONFIRMED',
      confirmedPlanId: planId,
    });
    const jobs = (await waitingJobs('publish')).filter((job) => job.dealId === id);
    expect(jobs).toEqual([{ dealId: id, planId }]);
  });

  it('confirms one deal of a wallet at a time', async () => {
    const { address, headers } = await newClient();
    const deals = [
      await makeDeal(address, { status: 'REVIEW' }),
      await makeDeal(address, { status: 'REVIEW' }),
    ];
    const answers = await Promise.all(
      deals.map(async ({ id }) =>
        post(confirmRoute.POST, id, headers, { planId: await makePlan(id) }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
  });

  it('plans anew only in review, with at most three exclusions', async () => {
    const { address, headers } = await newClient();
    const { id } = await makeDeal(address, { status: 'REVIEW' });
    const exclude = [randomAddress()];
    const answer = await post(planRoute.POST, id, headers, { tier: 'instant', exclude });
    expect(answer.status).toBe(202);
    expect(await waitingJobs('plan')).toContainEqual({ dealId: id, tier: 'instant', exclude });
    const four = { exclude: [1, 2, 3, 4].map(() => randomAddress()) };
    expect(await refusal(await post(planRoute.POST, id, headers, four))).toEqual([
      400,
      'BAD_REQUEST',
    ]);
    await db().deal.update({ where: { id }, data: { status: 'ACTIVE' } });
    const late = await post(planRoute.POST, id, headers, {});
    expect(await refusal(late)).toEqual([409, 'DEAL_WRONG_STATUS']);
  });
});

describe('cancel', () => {
  it('is immediate before publication and goes through the contract after it', async () => {
    const { address, headers } = await newClient();
    const early = await makeDeal(address, { status: 'REVIEW' });
    const answer = await post(cancelRoute.POST, early.id, headers);
    expect(await answer.json()).toEqual({ dealId: early.id, status: 'CANCELLED' });
    const pending = await makePublishedDeal(address, randomAddress());
    for (let i = 0; i < 2; i++) {
      expect((await post(cancelRoute.POST, pending.id, headers)).status).toBe(202);
    }
    const rows = await db().transaction.findMany({ where: { dealId: pending.id } });
    expect(rows).toMatchObject([{ kind: 'cancelDeal', signer: 'portal', to: pending.address }]);
  });

  it.each(['PUBLISHED', 'ACTIVE', 'CLOSING', 'COMPLETED', 'FAILED'] as const)(
    'is refused while %s',
    async (status) => {
      const { address, headers } = await newClient();
      const { id } = await makeDeal(address, { status });
      const answer = await post(cancelRoute.POST, id, headers);
      expect(await refusal(answer)).toEqual([409, 'DEAL_WRONG_STATUS']);
    },
  );
});

describe('reading deals', () => {
  it('hides the deals of others on every route', async () => {
    const { headers } = await newClient();
    const { id } = await makeDeal(randomAddress(), { status: 'REVIEW' });
    const planId = await makePlan(id);
    const answers = [
      await read(dealRoute.GET, id, headers),
      await read(planRoute.GET, id, headers),
      await read(eventsRoute.GET, id, headers),
      await post(planRoute.POST, id, headers, {}),
      await post(confirmRoute.POST, id, headers, { planId }),
      await post(cancelRoute.POST, id, headers),
    ];
    for (const answer of answers) expect(await refusal(answer)).toEqual([404, 'DEAL_NOT_FOUND']);
    const malformed = await read(dealRoute.GET, 'nonsense', headers);
    expect(await refusal(malformed)).toEqual([400, 'BAD_REQUEST']);
  });

  it('gives a snapshot by id and by address that fits the schema', async () => {
    const { address, headers } = await newClient();
    const deal = await makePublishedDeal(address, randomAddress());
    await db().slot.updateMany({
      where: { dealId: deal.id, index: { lt: 3 } },
      data: { state: 'PROVED', settledAmount: 5, sealReward: 7 },
    });
    const byId = await (await read(dealRoute.GET, deal.id, headers)).json();
    const byAddress = await (await read(dealRoute.GET, deal.address ?? '', headers)).json();
    expect(byAddress).toEqual(byId);
    const snapshot = dealSnapshot.parse(byId);
    expect(snapshot).toMatchObject({
      provedSlots: 3,
      slotCount: 4,
      paid: 15n,
      sealRewardsPaid: 21n,
    });
    expect(snapshot.slots).toHaveLength(4);
  });

  it('lists which deals wait for their start', async () => {
    const { address, headers } = await newClient();
    const { id } = await makePublishedDeal(address, randomAddress());
    const listed = async () => {
      const answer = await call(dealsRoute.GET, '/api/deals?state=PENDING', { headers });
      return dealPage
        .parse(await answer.json())
        .deals.map(({ dealId, isReady }) => [dealId, isReady]);
    };
    const prove = (index: { lt: number }) =>
      db().slot.updateMany({ where: { dealId: id, index }, data: { state: 'PROVED' } });
    await prove({ lt: 3 });
    expect(await listed()).toEqual([[id, undefined]]);
    await prove({ lt: 4 });
    expect(await listed()).toEqual([[id, true]]);
  });

  it('pages through a list without loss or repetition', async () => {
    const { address, headers } = await newClient();
    const same = new Date();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      const createdAt = i < 3 ? same : new Date(same.getTime() + i * 1000);
      ids.push((await makeDeal(address, { createdAt, status: i === 0 ? 'FAILED' : 'ACTIVE' })).id);
    }
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const query: string = next === '' ? '' : `&cursor=${next}`;
      const page = dealPage.parse(
        await (await call(dealsRoute.GET, `/api/deals?limit=2${query}`, { headers })).json(),
      );
      seen.push(...page.deals.map((deal) => deal.dealId));
      next = page.nextCursor;
    }
    expect(seen.toSorted()).toEqual(ids.toSorted());
    const failed = await call(dealsRoute.GET, '/api/deals?state=FAILED', { headers });
    expect((await failed.json()).deals).toHaveLength(1);
    for (const bad of ['cursor=abc', 'limit=0', 'limit=101', 'state=NONE']) {
      const answer = await call(dealsRoute.GET, `/api/deals?${bad}`, { headers });
      expect(await refusal(answer)).toEqual([400, 'BAD_REQUEST']);
    }
  });

  it('streams snapshots on change until the deal is over', async () => {
    const { address, headers } = await newClient();
    const { id } = await makeDeal(address, { status: 'REVIEW' });
    const response = await read(eventsRoute.GET, id, headers);
    const states: string[] = [];
    const parser = createParser({
      onEvent: ({ event, data }) => {
        if (event === 'deal') states.push(JSON.parse(data).status);
      },
    });
    const reading = (async () => {
      const text = response.body?.pipeThrough(new TextDecoderStream());
      for await (const chunk of text as unknown as AsyncIterable<string>) parser.feed(chunk);
    })();
    await waitFor(() => states.length === 1);
    await db().deal.update({ where: { id }, data: { status: 'CANCELLED' } });
    await reading;
    expect(states).toEqual(['REVIEW', 'CANCELLED']);
  });
});
