import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { db } from '@/lib/server/db';
import { encodeDeal } from '@/lib/server/encoding';
import { collectGarbage } from '@/lib/server/gc';
import { profile } from '@/lib/server/lifecycle';
import {
  followerAt,
  log,
  makeDeal,
  makeNode,
  running,
  startTestFolder,
} from '@/lib/server/lifecycle/testing/world';
import { objectStore } from '@/lib/server/object-store';
import { planDeal } from '@/lib/server/planning';
import * as clocks from '@/lib/server/planning/clock';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { expireReviews } from './expire-reviews';

let database: TestDatabase;
let folder: ReturnType<typeof startTestFolder>;
const seconds = Math.floor(Date.now() / 1000);
const clock = { timestamp: BigInt(seconds), period: BigInt(seconds) / 20n };
beforeAll(async () => {
  database = await startTestDatabase();
  folder = startTestFolder();
  vi.spyOn(clocks, 'planningClock').mockResolvedValue(clock);
  await followerAt(BigInt(seconds));
  for (let n = 0; n < 8; n++) await makeNode(n);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await database.stop();
  folder.remove();
});

const later = (extra: number) => new Date(Date.now() + (profile().reviewSeconds + extra) * 1000);

/** A deal whose client is looking at a plan. */
async function reviewed() {
  const made = await makeDeal();
  await encodeDeal(made.id, { signal: running(), log });
  await planDeal({ dealId: made.id }, clock);
  return made;
}
const row = (id: string) => db().deal.findUniqueOrThrow({ where: { id } });

it('ends what nobody confirms in time, tells the client, and leaves nothing behind', async () => {
  const { id, client } = await reviewed();
  await expireReviews(later(-60));
  expect((await row(id)).status).toBe('REVIEW');
  await expireReviews(later(60));
  await expireReviews(later(60));
  expect(await row(id)).toMatchObject({ status: 'CANCELLED', failureCode: 'REVIEW_EXPIRED' });
  const told = await db().inboxEvent.findMany({
    where: { recipient: client, type: 'deal.cancelled' },
  });
  expect(told.map((event) => event.payload)).toMatchObject([
    { dealId: id, code: 'REVIEW_EXPIRED' },
  ]);
  const { uploadId } = await row(id);
  const shards = await db().shard.findMany({ where: { dealId: id } });
  expect(await objectStore().stat(objectKeys.upload(uploadId))).not.toBeNull();
  await collectGarbage({ signal: running(), log });
  expect(await objectStore().stat(objectKeys.upload(uploadId))).toBeNull();
  for (const shard of shards) expect(await objectStore().stat(shard.objectKey)).toBeNull();
  expect(shards.length).toBeGreaterThan(0);
});

it('starts the time anew with every plan, and leaves confirmed deals alone', async () => {
  const [asked, confirmed] = [await reviewed(), await reviewed()];
  await db().plan.updateMany({ data: { createdAt: new Date(0) } });
  await db().$executeRaw`UPDATE "Deal" SET "updatedAt" = 'epoch'`;
  await planDeal({ dealId: asked.id }, clock);
  await db().deal.update({ where: { id: confirmed.id }, data: { status: 'CONFIRMED' } });
  await expireReviews(later(-60));
  expect((await row(asked.id)).status).toBe('REVIEW');
  expect((await row(confirmed.id)).status).toBe('CONFIRMED');
});

it('loses against a client who confirms at the same moment', async () => {
  const { id } = await reviewed();
  let release = (): void => undefined;
  const held = new Promise<void>((done) => {
    release = done;
  });
  let holds = (): void => undefined;
  const holding = new Promise<void>((done) => {
    holds = done;
  });
  const confirming = db().$transaction(
    async (tx) => {
      await tx.deal.update({ where: { id }, data: { status: 'CONFIRMED' } });
      holds();
      await held;
    },
    { timeout: 30_000 },
  );
  await holding;
  const expiring = expireReviews(later(60));
  release();
  await Promise.all([confirming, expiring]);
  expect((await row(id)).status).toBe('CONFIRMED');
});
