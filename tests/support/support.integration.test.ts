import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { startTestChain, startTestDatabase, type TestChain, type TestDatabase, waitFor } from '.';

let chain: TestChain;
let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  chain = await startTestChain();
});
afterAll(() => Promise.all([chain?.stop(), database?.stop()]));

test('the chain carries the contracts of the deployment file', async () => {
  const { addresses } = JSON.parse(readFileSync(chain.deploymentFile, 'utf8'));
  expect(Object.keys(addresses)).toEqual(
    expect.arrayContaining(['registry', 'factory', 'ledger', 'beacon', 'forwarder']),
  );
  for (const address of Object.values(addresses)) {
    expect((await chain.rpc<string>('eth_getCode', [address, 'latest'])).length).toBeGreaterThan(2);
  }
  expect(serverEnv()).toMatchObject({ rpcUrl: chain.rpcUrl, deploymentFile: chain.deploymentFile });
});

test('finality follows two blocks behind the head', async () => {
  const numberOf = async (tag: string) => {
    const block = await chain.rpc<{ number: string }>('eth_getBlockByNumber', [tag, false]);
    return Number(block.number);
  };
  await waitFor(async () => (await numberOf('finalized')) > 0);
  expect(await numberOf('latest')).toBeGreaterThan(await numberOf('finalized'));
});

test('each test database starts empty', async () => {
  await db().nonce.create({ data: { value: 'one', expiresAt: new Date() } });
  await database.stop();
  database = await startTestDatabase();
  expect(await db().nonce.count()).toBe(0);
});
