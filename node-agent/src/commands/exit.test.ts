import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { decodeFunctionData, encodeFunctionResult, type Hex, zeroAddress, zeroHash } from 'viem';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storageDealAbi } from '@/lib/core/chain/abi';
import type { SignedForwardJson } from '@/lib/core/protocol';
import { type Home, homeAt } from '../store/home';
import { makeNetwork, type StubPortal, startStubPortal } from '../testing/stub-portal';
import { exit } from './exit';
import { init } from './init';

const DEAL = `0x${'d'.repeat(40)}` as const;
const PASSWORD = async () => 'only for this test';
const { signal } = new AbortController();

let folder: string;
let home: Home;
let portal: StubPortal;
let relayed: SignedForwardJson[];
/** What the chain says of every slot; `exitSlot` sets it. */
let end: bigint;

const record = (slot: number, phase: string) => ({
  version: 1,
  phase,
  accepted: true,
  updatedAt: 0,
  offer: {
    dealId: '00000000-0000-4000-8000-000000000001',
    deal: DEAL,
    slot,
    generation: 0,
    state: 'LIVE',
    dealState: 'ACTIVE',
    closing: false,
    commD: zeroHash,
    payloadBytes: 2032,
    sectorBytes: 2048,
    rate: '1',
    maxSpan: 24,
    hoursMap: `0x${'f'.repeat(42).padStart(64, '0')}`,
    plan: {
      slot,
      generation: 0,
      node: zeroAddress,
      payout: zeroAddress,
      rate: '1',
      maxSpan: 24,
      hoursMap: `0x${'f'.repeat(42).padStart(64, '0')}`,
      commD: zeroHash,
    },
    path: [],
    sealingDeadline: 1,
    ticket: zeroHash,
    fileBytes: '1000',
    hotCopy: false,
  },
});

function slotOnChain(): Hex {
  return encodeFunctionResult({
    abi: storageDealAbi,
    functionName: 'slotOf',
    result: {
      node: zeroAddress,
      payout: zeroAddress,
      rate: 1n,
      generation: 0,
      maxSpan: 24,
      state: 4,
      preCommits: 1,
      preCommitEpoch: 1n,
      start: 1n,
      end,
      hoursMap: 1n,
      commD: zeroHash,
      commR: zeroHash,
      proofDigest: zeroHash,
    },
  });
}

beforeEach(async () => {
  relayed = [];
  end = 0n;
  folder = await mkdtemp(path.join(os.tmpdir(), 'agent-exit-'));
  home = homeAt(folder, undefined);
  portal = await startStubPortal({
    'GET /api/network': () => makeNetwork({ rpcUrl: `${portal.url}/rpc` }),
    'POST /api/agent/session': () => ({
      token: 'token',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    }),
    'GET /api/agent/relay/nonce': () => ({ nonce: `${relayed.length}` }),
    'POST /api/agent/relay': (request) => {
      relayed.push(request.json<SignedForwardJson>());
      return { relayId: '00000000-0000-4000-8000-000000000002' };
    },
    'GET /api/agent/relay/0': () => {
      end = 124n;
      return { status: 'mined', txHash: zeroHash };
    },
    'POST /rpc': (request) => {
      const { id, method } = request.json<{ id: number; method: string }>();
      const result = method === 'eth_estimateGas' ? '0x5208' : slotOnChain();
      return { jsonrpc: '2.0', id, result };
    },
  });
  await init({
    home,
    portalUrl: portal.url,
    offer: {
      capacityBytes: 1n << 30n,
      timeZone: 'UTC',
      windows: [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '00:00', to: '00:00' })),
      accepting: true,
      rate: 1n,
      maxSpan: 24,
      minFileSize: 0n,
      maxFileSize: 1n << 30n,
    },
    limits: {},
    lightKdf: true,
    now: new Date(),
    password: await PASSWORD(),
  });
  await mkdir(home.slots, { recursive: true });
  for (const [slot, phase] of [
    [1, 'live'],
    [2, 'sealing'],
    [3, 'live'],
  ] as const) {
    const file = path.join(home.slots, `${DEAL}-${slot}-0.json`);
    await writeFile(file, JSON.stringify(record(slot, phase)));
  }
});

afterEach(async () => {
  await portal.stop();
  await rm(folder, { recursive: true });
});

it('gives notice for every proved slot of the deal and says when it ends', async () => {
  const { slots } = await exit({ home, deal: DEAL, password: PASSWORD, signal });
  expect(slots).toEqual([
    { slot: 1, generation: 0, end: 124n },
    { slot: 3, generation: 0, end: 124n },
  ]);
  const calls = relayed.map(({ request }) => ({
    to: request.to,
    ...decodeFunctionData({ abi: storageDealAbi, data: request.data as Hex }),
  }));
  expect(calls).toEqual([
    { to: DEAL, functionName: 'exitSlot', args: [1, 0] },
    { to: DEAL, functionName: 'exitSlot', args: [3, 0] },
  ]);
});

it('leaves one slot where one is named', async () => {
  const { slots } = await exit({ home, deal: DEAL, slot: 3, password: PASSWORD, signal });
  expect(slots.map(({ slot }) => slot)).toEqual([3]);
});

it('refuses a slot that it does not hold, and one that is not sealed, without a password', async () => {
  const password = async () => {
    throw new Error('asked for the password');
  };
  const refused = expect.objectContaining({ code: 'AGENT_USAGE' });
  for (const slot of [2, 9]) {
    await expect(exit({ home, deal: DEAL, slot, password, signal })).rejects.toEqual(refused);
  }
  expect(relayed).toEqual([]);
});
