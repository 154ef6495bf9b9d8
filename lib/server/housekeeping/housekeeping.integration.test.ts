import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { db } from '@/lib/server/db';
import { collectGarbage } from '@/lib/server/gc';
import { makeLiveDeal } from '@/lib/server/lifecycle/testing/live-deal';
import {
  address,
  followerAt,
  jobsOf,
  log,
  makeDeal,
  running,
  startTestFolder,
  word,
} from '@/lib/server/lifecycle/testing/world';
import { objectStore } from '@/lib/server/object-store';
import { startTestDatabase, type TestDatabase, waitFor } from '@/tests/support';
import { keepHouse } from './keep-house';
import { resumeLostJobs } from './lost-jobs';
import { housekeepingTasks } from './tasks';

let database: TestDatabase;
let folder: ReturnType<typeof startTestFolder>;
beforeAll(async () => {
  database = await startTestDatabase();
  folder = startTestFolder();
});
beforeEach(async () => {
  await db().deal.deleteMany();
  await db().$executeRaw`DELETE FROM pgboss.job`;
});
afterAll(async () => {
  await database.stop();
  folder.remove();
});

const names = async (dealId: string) => (await jobsOf(dealId)).map((job) => job.name);
const age = (dealId: string) =>
  db()
    .$executeRaw`UPDATE "Deal" SET "updatedAt" = now() - interval '5 minutes' WHERE "id" = ${dealId}`;

describe('resumeLostJobs', () => {
  it.each([
    ['REQUESTED', 'encode'],
    ['ENCODED', 'plan'],
    ['CONFIRMED', 'publish'],
  ] as const)('queues a job for a deal that is %s without one', async (status, queue) => {
    const { id } = await makeDeal({ status, confirmedPlanId: word(5) });
    await resumeLostJobs();
    expect(await names(id)).toEqual([]);
    await age(id);
    await resumeLostJobs();
    await resumeLostJobs();
    expect(await names(id)).toEqual([queue]);
  });

  it('leaves a deal alone that waits for its client', async () => {
    const { id } = await makeDeal({ status: 'REVIEW' });
    await age(id);
    await resumeLostJobs();
    expect(await names(id)).toEqual([]);
  });

  it('gives up what failed for good again and again', async () => {
    const { id, client } = await makeDeal({ status: 'REQUESTED' });
    await age(id);
    for (let i = 0; i < 3; i++) {
      await db().$executeRaw`
        INSERT INTO pgboss.job ("name", "data") VALUES ('encode.dead', ${JSON.stringify({ dealId: id })}::jsonb)`;
    }
    await resumeLostJobs();
    const deal = await db().deal.findUniqueOrThrow({ where: { id } });
    expect(deal).toMatchObject({ status: 'FAILED', failureCode: 'ENCODE_FAILED' });
    const told = await db().inboxEvent.findMany({ where: { recipient: client } });
    expect(told.map((event) => event.type)).toEqual(['deal.failed']);
  });

  it('checks a PoRep again whose job was lost', async () => {
    const { id, deal } = await makeLiveDeal({
      slots: [{ state: 'PRECOMMITTED', proofDigest: word(9) }],
    });
    const row = {
      dealId: id,
      slot: 0,
      generation: 0,
      operator: address(1),
      digest: word(9),
      bytes: 1,
    };
    const objectKey = objectKeys.porep(deal, 0, 0, word(9));
    const receivedAt = new Date(Date.now() - 300_000);
    const { id: submissionId } = await db().porepSubmission.create({
      data: { ...row, objectKey, receivedAt },
    });
    await resumeLostJobs();
    const jobs = await db().$queryRaw<{ data: unknown }[]>`
      SELECT "data" FROM pgboss.job WHERE "name" = 'verify-porep'`;
    expect(jobs.map((job) => job.data)).toEqual([{ submissionId }]);
  });
});

describe('the task about disputes', () => {
  it('queues one job for a deal once a root that can decide is final', async () => {
    const { id, deal } = await makeLiveDeal();
    await followerAt(1006n * 20n);
    const args = { slot: 0, generation: 0, period: '1005', digest: word(3) };
    const at = { blockNumber: 1n, logIndex: 0, blockHash: word(1), txHash: word(2) };
    await db().chainEvent.create({ data: { ...at, address: deal, name: 'DisputeOpened', args } });
    const look = () =>
      housekeepingTasks()
        .find(({ name }) => name === 'disputes')!
        .run();
    await look();
    expect(await names(id)).toEqual([]);
    await db().period.create({ data: { index: 1005n, status: 'POSTED', root: word(4) } });
    await look();
    await look();
    expect(await names(id)).toEqual(['decide-disputes']);
  });
});

describe('keepHouse', () => {
  it('goes on after a task has failed, and ends when told', async () => {
    const stop = new AbortController();
    const run = vi.fn().mockRejectedValueOnce(new Error('once'));
    const house = keepHouse([{ name: 'shaky', everyMs: 1, run }], stop.signal, log);
    await waitFor(() => run.mock.calls.length >= 3);
    stop.abort();
    await house;
  });
});

describe('collectGarbage', () => {
  const exists = async (key: string) => (await objectStore().stat(key)) !== null;
  const collect = () => collectGarbage({ signal: running(), log });

  async function shard(dealId: string, commD: string): Promise<string> {
    const key = objectKeys.shard(commD);
    await db().segment.upsert({
      where: { dealId_index: { dealId, index: 0 } },
      create: { dealId, index: 0, offset: 0n, bytes: 1n, shardBytes: 1 },
      update: {},
    });
    await db().shard.create({
      data: { dealId, segment: 0, index: 0, commD, pieceCidV1: '', pieceCidV2: '', objectKey: key },
    });
    await objectStore().put(key, Buffer.from('shard'));
    return key;
  }

  it('deletes uploads of nobody and of deals that no longer need them', async () => {
    await followerAt(1100n * 20n);
    const waiting = await makeDeal({ status: 'REVIEW' });
    const running = await makeLiveDeal();
    const keyOf = async (id: string) => {
      const { uploadId } = await db().deal.findUniqueOrThrow({ where: { id } });
      return objectKeys.upload(uploadId);
    };
    const [needed, done] = [await keyOf(waiting.id), await keyOf(running.id)];
    await objectStore().put('uploads/of-nobody', Buffer.from('x'));
    await collect();
    expect(await exists(needed)).toBe(true);
    expect(await exists(done)).toBe(false);
    expect(await exists('uploads/of-nobody')).toBe(false);
  });

  it('expires uploads that nobody asked to store in time', async () => {
    const row = { owner: address(2), filename: 'f', contentType: 't', bytes: 1n };
    const expiresAt = new Date(Date.now() - 1000);
    await db().upload.create({ data: { id: 'late', ...row, status: 'COMPLETE', expiresAt } });
    await objectStore().put('uploads/late', Buffer.from('x'));
    await collect();
    expect(await exists('uploads/late')).toBe(false);
    const upload = await db().upload.findUniqueOrThrow({ where: { id: 'late' } });
    expect(upload.status).toBe('EXPIRED');
  });

  it('keeps a shard as long as any deal may need it from the portal', async () => {
    await followerAt(1100n * 20n);
    const pending = await makeDeal({ status: 'REVIEW' });
    const over = await makeDeal({ status: 'CANCELLED' });
    const young = await makeLiveDeal({ start: 1090n, slots: [{ lastAccepted: 1095n }] });
    const settled = await makeLiveDeal({ start: 1050n, slots: [{ lastAccepted: 1095n }] });
    const shared = await shard(pending.id, word(0xa1));
    await shard(over.id, word(0xa1));
    const kept = await shard(young.id, word(0xa3));
    const old = await shard(settled.id, word(0xa4));
    const orphan = objectKeys.shard(word(0xa5));
    await objectStore().put(orphan, Buffer.from('x'));
    await collect();
    expect(await exists(shared)).toBe(true);
    expect(await exists(kept)).toBe(true);
    expect(await exists(old)).toBe(false);
    expect(await exists(orphan)).toBe(false);
  });

  it('keeps a shard that was made again for a node that is still to come', async () => {
    await followerAt(1100n * 20n);
    const made = await makeLiveDeal({ start: 1050n, slots: [{ lastAccepted: 1095n }] });
    const key = await shard(made.id, word(0xb1));
    const idempotencyKey = `replace:${made.deal}:0:1`;
    const row = { signer: 'portal', kind: 'replaceNode', to: made.deal, data: '0x' };
    await db().transaction.create({ data: { idempotencyKey, ...row } });
    await collect();
    expect(await exists(key)).toBe(true);
    // Final by now, but not in the rows yet.
    await db().transaction.update({ where: { idempotencyKey }, data: { status: 'FINALISED' } });
    await collect();
    expect(await exists(key)).toBe(true);
    await db().transaction.update({ where: { idempotencyKey }, data: { status: 'FAILED' } });
    await collect();
    expect(await exists(key)).toBe(false);
  });

  it('deletes bodies of hourly proofs after seven days', async () => {
    await followerAt(1200n * 20n);
    const [old, recent] = [
      objectKeys.post(1031n, address(1), word(1)),
      objectKeys.post(1032n, address(1), word(1)),
    ];
    await objectStore().put(old, Buffer.from('x'));
    await objectStore().put(recent, Buffer.from('x'));
    await collect();
    expect([await exists(old), await exists(recent)]).toEqual([false, true]);
  });
});
