import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEAL, hashOf } from '../testing/fixtures';
import { PostStore, readPosts, type StoredPost } from './posts';

const receipt = `0x${'5'.repeat(130)}` as const;
const never = (message: string) => expect.unreachable(message);
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'agent-posts-'));
});
afterEach(() => rm(dir, { recursive: true }));

function post(slot: number, digest = hashOf('a')): StoredPost {
  const place = { deal: DEAL, slot, generation: 0 };
  return { ...place, proof: '0x1234', digest, delivered: false, onChain: false };
}

it('survives a restart with everything that is known of a proof', async () => {
  const store = await PostStore.open(dir, never);
  await store.keep(7n, [post(0), post(1)]);
  await store.note(7n, post(1), { delivered: true, receipt });
  const again = await PostStore.open(dir, never);
  expect(again.all()).toEqual(store.all());
  expect(await readPosts(dir)).toEqual(store.all());
  expect(again.of(7n)[1]).toMatchObject({ slot: 1, delivered: true, receipt });
});

it('keeps the receipt when the same proof is made again, not when another one is', async () => {
  const store = await PostStore.open(dir, never);
  await store.keep(7n, [post(0)]);
  await store.note(7n, post(0), { receipt });
  await store.keep(7n, [post(0), post(1)]);
  expect(store.of(7n).find(({ slot }) => slot === 0)?.receipt).toBe(receipt);
  await store.keep(7n, [post(0, hashOf('b'))]);
  expect(store.of(7n).find(({ slot }) => slot === 0)?.receipt).toBeUndefined();
  await store.note(7n, post(0), { receipt });
  expect(store.of(7n).find(({ slot }) => slot === 0)?.receipt).toBeUndefined();
});

it('loses no change of many that come at once', async () => {
  const store = await PostStore.open(dir, never);
  await store.keep(
    7n,
    Array.from({ length: 20 }, (_, i) => post(i)),
  );
  const all = store.of(7n);
  await Promise.all(all.map((one) => store.note(7n, one, { delivered: true })));
  const again = await PostStore.open(dir, never);
  expect(again.all().filter((one) => one.post.delivered)).toHaveLength(20);
});

it('deletes what is over, and files that have nothing left', async () => {
  const store = await PostStore.open(dir, never);
  for (const period of [5n, 6n, 7n]) await store.keep(period, [post(0), post(1)]);
  await store.note(5n, post(1), { outcome: 'open' });
  await store.prune((period, one) => period < 7n && one.outcome !== 'open');
  expect((await readdir(dir)).sort()).toEqual(['5.json', '7.json']);
  expect(store.all().map(({ period, post: { slot } }) => [period, slot])).toEqual([
    [5n, 1],
    [7n, 0],
    [7n, 1],
  ]);
});

it('sets a damaged file aside and says so', async () => {
  await writeFile(path.join(dir, '9.json'), '{"version":1,');
  const said: string[] = [];
  const store = await PostStore.open(dir, (message) => said.push(message));
  expect(store.all()).toEqual([]);
  expect(said).toEqual([expect.stringContaining('9.json')]);
  expect(await readdir(dir)).toEqual(['9.json.bad']);
});
