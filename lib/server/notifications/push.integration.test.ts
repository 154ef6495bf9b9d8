import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { boss } from '@/lib/server/jobs';
import { anvilKeys, setTestEnv, startTestDatabase, type TestDatabase } from '@/tests/support';
import { PushStandIn } from '@/tests/support/push-stand-in';
import { deliverNotification, MAX_ATTEMPTS, notify, retryDelay } from '.';

const channel = privateKeyToAccount(anvilKeys[8]).address;
const recipient = `0x${'c1'.repeat(20)}` as Address;

let database: TestDatabase;
let service: PushStandIn;
let url: string;

beforeAll(async () => {
  database = await startTestDatabase();
  service = new PushStandIn(channel);
  url = await service.start();
});
afterAll(async () => {
  await service.stop();
  setTestEnv({ PUSH_CHANNEL: '', PUSH_PRIVATE_KEY: '', PUSH_API_URL: '' });
  await database.stop();
});
beforeEach(async () => {
  service.behaviour = 'verify';
  service.requests = 0;
  service.received.length = 0;
  await db().notification.deleteMany();
  // The SDK prints its errors itself.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  useKey(anvilKeys[8]);
});
afterEach(() => vi.restoreAllMocks());

function useKey(key: string, apiUrl = url): void {
  setTestEnv({
    PUSH_CHANNEL: channel,
    PUSH_PRIVATE_KEY: key,
    PUSH_ENV: 'staging',
    PUSH_API_URL: apiUrl,
    PUSH_CHAIN_ID: '11155111',
  });
}

async function tell(type = 'retrieval.ready', payload: object = { dealId: 'd' }) {
  await notify(db(), { recipient, type, payload });
  return db().notification.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
}
const current = (id: string) => db().notification.findUniqueOrThrow({ where: { id } });
const jobsOf = async (id: string) => {
  await boss();
  return db().$queryRaw<{ state: string; wait: number }[]>`
    SELECT state::text, extract(epoch FROM start_after - created_on)::float AS wait
    FROM pgboss.job WHERE name = 'notify' AND data->>'notificationId' = ${id}
    ORDER BY created_on`;
};

describe('Push', () => {
  test('sends what the channel signed to the recipient, once', async () => {
    const row = await tell('deal.failed', { dealId: 'd', message: 'No computer has space.' });
    expect(await jobsOf(row.id)).toMatchObject([{ state: 'created' }]);
    await deliverNotification(row.id);
    await deliverNotification(row.id);
    expect(service.received).toHaveLength(1);
    const [message] = service.received;
    expect(message).toMatchObject({
      recipient: `eip155:11155111:${recipient}`,
      sender: `eip155:11155111:${channel}`,
      source: 'ETH_TEST_SEPOLIA',
    });
    expect(message?.identity).toContain('No computer has space.');
    expect(await current(row.id)).toMatchObject({ status: 'DELIVERED', attempts: 1 });
  });

  test('the wrong key: refused, failed at once, the inbox has the event all the same', async () => {
    useKey(anvilKeys[9]);
    const row = await tell();
    await deliverNotification(row.id);
    expect(await current(row.id)).toMatchObject({
      status: 'FAILED',
      error: 'The push service answered 401.',
    });
    expect(service.received).toHaveLength(0);
    expect(await db().inboxEvent.count({ where: { recipient, type: 'retrieval.ready' } })).toBe(1);
  });

  test('5xx: tried again later, given up after the limit', async () => {
    service.behaviour = 'fail';
    const row = await tell();
    await deliverNotification(row.id);
    expect(await current(row.id)).toMatchObject({ status: 'PENDING', attempts: 1 });
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) await deliverNotification(row.id);
    expect(await current(row.id)).toMatchObject({
      status: 'FAILED',
      attempts: MAX_ATTEMPTS,
      error: 'The push service answered 503.',
    });
    await deliverNotification(row.id);
    expect(service.requests).toBe(MAX_ATTEMPTS);
  });

  test('5xx, then well again: delivered', async () => {
    service.behaviour = 'fail';
    const row = await tell();
    await deliverNotification(row.id);
    service.behaviour = 'verify';
    await deliverNotification(row.id);
    expect(await current(row.id)).toMatchObject({ status: 'DELIVERED', attempts: 2 });
  });

  test('a connection that breaks, and a service that is not there', async () => {
    service.behaviour = 'hang up';
    const row = await tell();
    await deliverNotification(row.id);
    expect(await current(row.id)).toMatchObject({ status: 'PENDING', attempts: 1 });
    expect((await current(row.id)).error).toMatch(/^No connection \(ECONNRESET\)/);
    useKey(anvilKeys[8], 'http://127.0.0.1:1/apis');
    await deliverNotification(row.id);
    expect((await current(row.id)).error).toMatch(/^No connection \(ECONNREFUSED\)/);
  });

  test('the next try is a job with growing delay', async () => {
    service.behaviour = 'fail';
    const row = await tell();
    await db().$executeRaw`DELETE FROM pgboss.job WHERE name = 'notify'`;
    await deliverNotification(row.id);
    const [job] = await jobsOf(row.id);
    expect(job?.wait).toBeGreaterThan(4);
    expect(job?.wait).toBeLessThan(15);
    expect([1, 2, 3].map(retryDelay)).toEqual([5, 15, 45]);
  });

  test('what is not worth a push makes no row; nor does anything without configuration', async () => {
    await notify(db(), { recipient, type: 'settled', payload: {} });
    setTestEnv({ PUSH_CHANNEL: '', PUSH_PRIVATE_KEY: '' });
    await notify(db(), { recipient, type: 'retrieval.ready', payload: {} });
    expect(await db().notification.count()).toBe(0);
  });
});
