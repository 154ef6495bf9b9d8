import { afterAll, beforeAll, expect, it } from 'vitest';
import { chainClock } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { makeLiveDeal } from '@/lib/server/lifecycle/testing/live-deal';
import { followerAt, word } from '@/lib/server/lifecycle/testing/world';
import {
  startTestChain,
  startTestDatabase,
  type TestChain,
  type TestDatabase,
} from '@/tests/support';
import { closeDuePeriods } from './close-periods';
import { periodSeed } from './period-seed';

let chain: TestChain;
let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  chain = await startTestChain({ blockSeconds: 0 });
});
afterAll(async () => {
  await chain.stop();
  await database.stop();
});

it('knows the recorded seed, and that a period has none', async () => {
  await chain.rpc('anvil_mine', ['0x4']);
  const { period } = await chainClock();
  await db().period.create({ data: { index: period, seed: word(5) } });
  expect(await periodSeed(period)).toBe(word(5));
  expect(await periodSeed(period - 1n)).toBeNull();
});

it('closes a period without a seed as void', async () => {
  const { period } = await chainClock();
  const last = period - 2n;
  const { id } = await makeLiveDeal({ start: last - 1n });
  await db().period.deleteMany();
  await db().period.create({ data: { index: last } });
  await followerAt((last + 1n) * 20n + 3n);
  await closeDuePeriods();
  expect(await db().period.findMany()).toMatchObject([{ index: last, status: 'VOID' }]);
  const slots = await db().slot.findMany({ where: { dealId: id } });
  expect(slots.map((slot) => [slot.commitments, slot.waypoints])).toEqual([
    [0, [last]],
    [0, [last]],
  ]);
});
