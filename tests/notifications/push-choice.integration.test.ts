import type { PrivateKeyAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as pushRoute from '@/app/api/inbox/push/route';
import { type Address, type PushAction, pushChannel, pushTypedData } from '@/lib/core/protocol';
import { call, lower, newAccount, refusal, signIn, withoutChain } from '@/tests/portal/support';
import { setTestEnv, startTestDatabase, type TestDatabase } from '@/tests/support';
import { PUSH_CHAIN_ID, PUSH_COMMUNICATOR, PushStandIn } from '@/tests/support/push-stand-in';

const CHANNEL = `0x${'c4'.repeat(20)}` as Address;
const PATH = '/api/inbox/push';

let database: TestDatabase;
let cleanUp: () => void;
let service: PushStandIn;
let url: string;

beforeAll(async () => {
  database = await startTestDatabase();
  cleanUp = withoutChain();
  service = new PushStandIn(CHANNEL);
  url = await service.start();
});
afterAll(async () => {
  await service.stop();
  setTestEnv({ PUSH_CHANNEL: '', PUSH_PRIVATE_KEY: '', PUSH_API_URL: '' });
  await database.stop();
  cleanUp();
});
beforeEach(() => {
  service.behaviour = 'verify';
  setTestEnv({
    PUSH_CHANNEL: CHANNEL,
    PUSH_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    PUSH_ENV: 'staging',
    PUSH_API_URL: url,
    PUSH_CHAIN_ID: `${PUSH_CHAIN_ID}`,
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
      chainId: PUSH_CHAIN_ID,
      verifyingContract: PUSH_COMMUNICATOR,
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
    service.behaviour = 'fail';
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
