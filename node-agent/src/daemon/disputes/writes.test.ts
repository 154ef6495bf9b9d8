import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { platformDomain, postReceiptTypes } from '@/lib/core/protocol';
import * as atomic from '../../store/atomic';
import { PostStore, readPosts, type StoredPost } from '../../store/posts';
import { DEAL, hashOf } from '../../testing/fixtures';
import { fixedToken, makeNetwork, silentLog, startStubPortal } from '../../testing/stub-portal';
import type { AgentContext } from '../context';
import { PortalClient } from '../portal-client';
import { Disputer } from './disputer';
import type { DisputeLedger } from './ledger';
import { fetchReceipts } from './receipts';

vi.mock('../../store/atomic', async (original) => {
  const real = await original<typeof atomic>();
  return { ...real, writeJson: vi.fn(real.writeJson) };
});

const NOW = 100n;
const SLOTS = [0, 1, 2, 3];
const writes = vi.mocked(atomic.writeJson);
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'agent-disputes-'));
});
afterEach(() => rm(dir, { recursive: true }));

/** A store with a proof of every slot for each period. */
async function storeOf(...periods: bigint[]) {
  const posts = await PostStore.open(dir, (message) => expect.unreachable(message));
  const place = { deal: DEAL, generation: 0, proof: '0x12', digest: hashOf('a') } as const;
  const post = (slot: number) => ({ ...place, slot, delivered: true, onChain: false });
  for (const period of periods) await posts.keep(period, SLOTS.map(post));
  writes.mockClear();
  return posts;
}

it('stores which proofs of a period the ledger counts in one write', async () => {
  const posts = await storeOf(97n, 98n, NOW);
  const stop = new AbortController();
  const ctx = {
    posts,
    clock: { period: () => NOW, periodSeconds: 3600 },
    config: { disputes: true },
    log: silentLog,
    signal: stop.signal,
  } as unknown as AgentContext;
  const isAway = (post: StoredPost) => post.slot === 2;
  const ledger = {
    times: async () => ({ rootDelay: 2n, disputeWindow: 2n }),
    facts: async ({ period, post }: { period: bigint; post: StoredPost }) => {
      if (isAway(post)) throw new Error('away');
      const root = { now: NOW, rootDelay: 2n, disputeWindow: 2n, lastRoot: 98n, hasRoot: true };
      return { facts: { ...root, period, accepted: post.slot === 3 ? 1n : period } };
    },
  } as unknown as DisputeLedger;
  const running = new Disputer(ctx, ledger).run();
  const outcomes = (all: { period: bigint; post: StoredPost }[]) =>
    all.filter(({ post }) => post.outcome).map(({ period, post }) => [period, post.slot]);
  const counted = [97n, 98n].flatMap((period) => [0, 1].map((slot) => [period, slot]));
  await vi.waitFor(() => expect(outcomes(posts.all())).toEqual(counted));
  stop.abort();
  await running;
  expect(writes).toHaveBeenCalledTimes(2);
  expect(outcomes(await readPosts(dir))).toEqual(counted);
});

it('asks the chain once about the signer of many receipts', async () => {
  const posts = await storeOf(NOW);
  const key = (digit: string) => privateKeyToAccount(`0x${digit.repeat(64)}`);
  const [verifier, stranger] = [key('3'), key('4')];
  const network = makeNetwork();
  const receipt = async (by: PrivateKeyAccount, slot: number) => {
    const message = { deal: DEAL, slot, generation: 0, digest: hashOf('a') };
    const signature = await by.signTypedData({
      domain: platformDomain(network.chainId, network.contracts.registry),
      types: postReceiptTypes,
      primaryType: 'PoStReceipt',
      message: { ...message, period: NOW },
    });
    return { ...message, signature };
  };
  const signers = [verifier, stranger, verifier, stranger];
  const receipts = await Promise.all(signers.map(receipt));
  const portal = await startStubPortal({
    [`GET /api/agent/proofs/post/${NOW}`]: () => ({ waiting: 0, receipts }),
  });
  try {
    const client = new PortalClient(portal.url);
    client.authenticate(fixedToken);
    const { signal } = new AbortController();
    const ctx = { posts, network, portal: client, log: silentLog, signal };
    const isVerifier = vi.fn(async (account: string) => account === verifier.address);
    expect(await fetchReceipts(ctx as unknown as AgentContext, { isVerifier }, NOW)).toBe(2);
    expect(isVerifier.mock.calls).toEqual([[verifier.address], [stranger.address]]);
    const withReceipt = posts.of(NOW).filter((post) => post.receipt);
    expect(withReceipt.map(({ slot }) => slot)).toEqual([0, 2]);
  } finally {
    await portal.stop();
  }
});

it('keeps why the verifier gives no receipt, and does not go on asking for it', async () => {
  const posts = await storeOf(NOW);
  const refusal = { deal: DEAL, generation: 0, digest: hashOf('a') };
  const refused = [
    { ...refusal, slot: 0, reason: 'period-closed' },
    // Of another proof than the one that is stored.
    { ...refusal, slot: 1, reason: 'malformed', digest: hashOf('b') },
  ];
  let asked = 0;
  const portal = await startStubPortal({
    [`GET /api/agent/proofs/post/${NOW}`]: () => {
      asked++;
      return { waiting: 0, receipts: [], refused };
    },
  });
  try {
    const client = new PortalClient(portal.url);
    client.authenticate(fixedToken);
    const error = vi.fn();
    const log = { ...silentLog, error };
    const ctx = { posts, network: makeNetwork(), portal: client, log, signal: neverAborted() };
    const ask = () =>
      fetchReceipts(ctx as unknown as AgentContext, { isVerifier: async () => true }, NOW);
    // The others may still get theirs, so that it asks on for them.
    expect([await ask(), await ask()]).toEqual([3, 3]);
    expect([asked, error.mock.calls.length]).toEqual([2, 1]);
    const problems = posts.of(NOW).map(({ problem }) => problem);
    expect(problems[0]).toMatch(/no receipt \(period-closed\)/);
    expect(problems.slice(1)).toEqual([undefined, undefined, undefined]);

    refused.push(...SLOTS.map((slot) => ({ ...refusal, slot, reason: 'malformed' })));
    expect([await ask(), await ask(), await ask()]).toEqual([0, 0, 0]);
    expect([asked, error.mock.calls.length]).toEqual([3, SLOTS.length]);
    expect((await readPosts(dir)).map(({ post }) => post.refused)).toEqual([
      ...['period-closed', 'malformed', 'malformed', 'malformed'],
    ]);
  } finally {
    await portal.stop();
  }
});

const neverAborted = () => new AbortController().signal;
