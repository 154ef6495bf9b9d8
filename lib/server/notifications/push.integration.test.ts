import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyTypedData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { boss } from '@/lib/server/jobs';
import { anvilKeys, setTestEnv, startTestDatabase, type TestDatabase } from '@/tests/support';
import { deliverNotification, MAX_ATTEMPTS, notify, retryDelay } from '.';

/** The Communicator contract that the SDK signs for on Sepolia in `staging`. */
const COMMUNICATOR = '0x0c34d54a09cfe75bccd878a469206ae77e0fe6e7';
const channel = privateKeyToAccount(anvilKeys[8]).address;
const recipient = `0x${'c1'.repeat(20)}` as Address;

interface Received {
  verificationProof: string;
  identity: string;
  sender: string;
  recipient: string;
  source: string;
}

/** Accepts a message only if its EIP-712 signature is the channel's, as the real service does. */
class PushStandIn {
  readonly received: Received[] = [];
  behaviour: 'verify' | 'fail' | 'hang up' = 'verify';
  requests = 0;
  private server!: Server;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      this.requests++;
      if (this.behaviour === 'hang up') {
        request.socket.destroy();
        return;
      }
      let text = '';
      request.on('data', (part) => {
        text += part;
      });
      request.on('end', async () => {
        const status = this.behaviour === 'fail' ? 503 : await this.check(request.url, text);
        response.writeHead(status, { 'Content-Type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/apis`;
  }

  private async check(url: string | undefined, text: string): Promise<number> {
    if (url !== '/apis/v1/payloads/') return 404;
    const body = JSON.parse(text) as Received;
    const [, signature] = /^eip712v2:(0x[0-9a-f]{130})::uid::/.exec(body.verificationProof) ?? [];
    const isSigned = await verifyTypedData({
      address: channel,
      domain: { name: 'EPNS COMM V1', chainId: 11155111, verifyingContract: COMMUNICATOR },
      types: { Data: [{ name: 'data', type: 'string' }] },
      primaryType: 'Data',
      message: { data: body.identity },
      signature: signature as Hex,
    }).catch(() => false);
    if (!isSigned) return 401;
    this.received.push(body);
    return 202;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

let database: TestDatabase;
let service: PushStandIn;
let url: string;

beforeAll(async () => {
  database = await startTestDatabase();
  service = new PushStandIn();
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
