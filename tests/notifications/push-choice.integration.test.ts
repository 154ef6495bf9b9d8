import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyTypedData } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as pushRoute from '@/app/api/inbox/push/route';
import { type Address, type PushAction, pushChannel, pushTypedData } from '@/lib/core/protocol';
import { call, lower, newAccount, refusal, signIn, withoutChain } from '@/tests/portal/support';
import { setTestEnv, startTestDatabase, type TestDatabase } from '@/tests/support';

/** The Communicator contract that Push signs for on Sepolia in `staging`. */
const COMMUNICATOR = '0x0c34d54a09cfe75bccd878a469206ae77e0fe6e7';
const CHAIN_ID = 11155111;
const CHANNEL = `0x${'c4'.repeat(20)}` as Address;
const PATH = '/api/inbox/push';

/** Push's service as far as a subscriber meets it: it takes what the wallet has signed. */
class PushStandIn {
  readonly members = new Set<string>();
  isDown = false;
  private readonly server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', async () => {
      const [status, body] = this.isDown ? [503, {}] : await this.answer(`${request.url}`, text);
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/apis`;
  }

  private async answer(url: string, text: string): Promise<[number, object]> {
    const user = /^\/apis\/v1\/users\/(\S+)\/subscriptions$/.exec(url)?.[1];
    if (user) {
      const subscriptions = this.members.has(user)
        ? [{ channel: CHANNEL.toUpperCase().replace('0X', '0x') }]
        : [];
      return [200, { subscriptions }];
    }
    const action = new RegExp(`^/apis/v1/channels/eip155:${CHAIN_ID}:${CHANNEL}/(\\w+)$`).exec(
      url,
    )?.[1];
    if (action !== 'subscribe' && action !== 'unsubscribe') return [404, {}];
    const isIn = action === 'subscribe';
    const { message, verificationProof } = JSON.parse(text);
    const who = isIn ? message.subscriber : message.unsubscriber;
    const address = who.split(':')[2] as Address;
    const isSigned = await verifyTypedData({
      address,
      domain: { name: 'EPNS COMM V1', chainId: CHAIN_ID, verifyingContract: COMMUNICATOR },
      types: {
        Subscribe: [
          { name: 'channel', type: 'address' },
          { name: 'subscriber', type: 'address' },
          { name: 'action', type: 'string' },
        ],
        Unsubscribe: [
          { name: 'channel', type: 'address' },
          { name: 'unsubscriber', type: 'address' },
          { name: 'action', type: 'string' },
        ],
      },
      primaryType: isIn ? 'Subscribe' : 'Unsubscribe',
      message: {
        channel: CHANNEL,
        ...(isIn ? { subscriber: address } : { unsubscriber: address }),
        action: message.action,
      } as never,
      signature: verificationProof,
    });
    if (!isSigned) return [401, {}];
    if (isIn) this.members.add(who);
    else this.members.delete(who);
    return [204, {}];
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

let database: TestDatabase;
let cleanUp: () => void;
let service: PushStandIn;
let url: string;

beforeAll(async () => {
  database = await startTestDatabase();
  cleanUp = withoutChain();
  service = new PushStandIn();
  url = await service.start();
});
afterAll(async () => {
  await service.stop();
  setTestEnv({ PUSH_CHANNEL: '', PUSH_PRIVATE_KEY: '', PUSH_API_URL: '' });
  await database.stop();
  cleanUp();
});
beforeEach(() => {
  service.isDown = false;
  setTestEnv({
    PUSH_CHANNEL: CHANNEL,
    PUSH_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    PUSH_ENV: 'staging',
    PUSH_API_URL: url,
    PUSH_CHAIN_ID: `${CHAIN_ID}`,
  });
});

async function read(headers: Record<string, string>) {
  return pushChannel.parse(await (await call(pushRoute.GET, PATH, { headers })).json());
}

async function choose(
  account: PrivateKeyAccount,
  headers: Record<string, string>,
  action: PushAction,
  signer = account,
) {
  const channel = await read(headers);
  const data = pushTypedData(channel, lower(account.address), action);
  const signature = await signer.signTypedData(data as never);
  return call(pushRoute.POST, PATH, { method: 'POST', headers, body: { action, signature } });
}

describe('the channel of the portal', () => {
  it('is joined and left with what the wallet signed', async () => {
    const account = newAccount();
    const headers = await signIn(account);
    expect(await read(headers)).toMatchObject({
      channel: CHANNEL,
      chainId: CHAIN_ID,
      verifyingContract: COMMUNICATOR,
      subscribed: false,
    });
    expect((await choose(account, headers, 'Subscribe')).status).toBe(204);
    expect(await read(headers)).toMatchObject({ subscribed: true });
    expect((await choose(account, headers, 'Unsubscribe')).status).toBe(204);
    expect(await read(headers)).toMatchObject({ subscribed: false });
  });

  it('takes no wish that somebody else signed, and asks Push nothing then', async () => {
    const account = newAccount();
    const headers = await signIn(account);
    const answer = await choose(account, headers, 'Subscribe', newAccount());
    expect(await refusal(answer)).toEqual([401, 'SIGNATURE_INVALID']);
    expect(await read(headers)).toMatchObject({ subscribed: false });
  });

  it('says so when Push is away, and shows the channel still', async () => {
    const account = newAccount();
    const headers = await signIn(account);
    service.isDown = true;
    expect(await read(headers)).toMatchObject({ subscribed: null });
    const answer = await choose(account, headers, 'Subscribe');
    expect(await refusal(answer)).toEqual([502, 'PUSH_NOT_SENT']);
  });

  it('is not there where none is configured', async () => {
    setTestEnv({ PUSH_CHANNEL: '', PUSH_PRIVATE_KEY: '' });
    const headers = await signIn(newAccount());
    const answer = await call(pushRoute.GET, PATH, { headers });
    expect(await refusal(answer)).toEqual([404, 'PUSH_NOT_CONFIGURED']);
  });
});
