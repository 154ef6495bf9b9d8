import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { contentDescription } from '@/lib/core/protocol/content';
import { contentHash } from '@/lib/core/protocol/content-hash';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { commPOfFile, decodedParts } from '@/lib/engine';
import { db } from '@/lib/server/db';
import {
  jobsOf,
  log,
  makeDeal,
  makeNode,
  running,
  startTestFolder,
} from '@/lib/server/lifecycle/testing/world';
import { objectStore } from '@/lib/server/object-store';
import * as clock from '@/lib/server/planning/clock';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { encodeDeal } from './encode-deal';

let database: TestDatabase;
let folder: ReturnType<typeof startTestFolder>;
beforeAll(async () => {
  database = await startTestDatabase();
  folder = startTestFolder();
  const now = BigInt(Math.floor(Date.now() / 1000));
  vi.spyOn(clock, 'planningClock').mockResolvedValue({ timestamp: now, period: now / 20n });
});
afterEach(async () => {
  await db().node.deleteMany();
  await db().nodeProfile.deleteMany();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await database.stop();
  folder.remove();
});

const context = { signal: running(), log };
const deal = (id: string) => db().deal.findUniqueOrThrow({ where: { id } });
const shardsOf = (dealId: string) =>
  db().shard.findMany({ where: { dealId }, orderBy: [{ segment: 'asc' }, { index: 'asc' }] });

async function decoded(dealId: string, use: readonly number[]): Promise<Buffer> {
  const content = contentDescription.parse((await deal(dealId)).content);
  const { k, n } = content;
  const parts: Uint8Array[] = [];
  for (const { length, shardBytes, commD } of content.segments) {
    const shards = commD.map((root, i) =>
      use.includes(i) ? `${folder.dir}/objects/${objectKeys.shard(root)}` : null,
    );
    const options = { shards, k, n, shardPayloadBytes: shardBytes, length };
    for await (const part of decodedParts(options)) parts.push(part);
  }
  return Buffer.concat(parts);
}

describe('encodeDeal', () => {
  it('cuts, codes, commits and stores a file, and asks for a plan', async () => {
    const { id, file } = await makeDeal({ requestedN: 4 });
    await encodeDeal(id, context);
    const row = await deal(id);
    expect(row).toMatchObject({ status: 'ENCODED', n: 4, k: 2, sectorBytes: 2048 });
    const content = contentDescription.parse(row.content);
    expect(row.contentHash).toBe(contentHash(content));
    expect(content.segments.map((s) => s.length)).toEqual([4064, 936]);
    expect(content.segments.map((s) => s.shardBytes)).toEqual([2032, 468]);
    for (const use of [
      [0, 1],
      [2, 3],
      [1, 2],
    ]) {
      expect((await decoded(id, use)).equals(file)).toBe(true);
    }
    const shards = await shardsOf(id);
    expect(shards).toHaveLength(8);
    for (const shard of shards) {
      const stored = `${folder.dir}/objects/${shard.objectKey}`;
      const bytes = (await readFile(stored)).length;
      const piece = await commPOfFile(stored, bytes, 2048);
      expect(`0x${Buffer.from(piece.commD).toString('hex')}`).toBe(shard.commD);
      expect(piece.pieceCidV2).toBe(shard.pieceCidV2);
    }
    expect(await jobsOf(id)).toEqual([{ name: 'plan', data: { dealId: id } }]);
  });

  it('continues with the first incomplete segment after it was interrupted', async () => {
    const { id, file } = await makeDeal({ requestedN: 3, file: Buffer.alloc(12_000, 'abcdefg') });
    const store = objectStore();
    const original = store.put.bind(store);
    let left = 4;
    const put = vi.spyOn(store, 'put').mockImplementation(async (key, body) => {
      if (left-- === 0) throw new Error('killed');
      return original(key, body);
    });
    await expect(encodeDeal(id, context)).rejects.toThrow('killed');
    expect((await deal(id)).status).toBe('REQUESTED');
    left = 100;
    put.mockClear();
    await encodeDeal(id, context);
    // three segments of three shards; the first is not written again
    expect(put).toHaveBeenCalledTimes(6);
    put.mockRestore();
    expect((await deal(id)).status).toBe('ENCODED');
    expect((await decoded(id, [1, 2])).equals(file)).toBe(true);
  });

  it('makes a shard again that is missing or cut short in the store', async () => {
    const { id } = await makeDeal({ requestedN: 2, k: 1, file: Buffer.alloc(100, 1) });
    await encodeDeal(id, context);
    const key = (await shardsOf(id))[0]!.objectKey;
    await objectStore().put(key, Buffer.alloc(3));
    await db().deal.update({ where: { id }, data: { status: 'REQUESTED' } });
    await encodeDeal(id, context);
    expect(await objectStore().stat(key)).toEqual({ bytes: 100 });
  });

  it('takes n from the nodes of today when the client has no wish', async () => {
    for (let n = 0; n < 8; n++) await makeNode(n);
    const { id } = await makeDeal();
    await encodeDeal(id, context);
    const row = await deal(id);
    expect(row.status).toBe('ENCODED');
    expect(row.n).toBeGreaterThanOrEqual(3);
    expect(row.n).toBeLessThanOrEqual(8);
  });

  it('fails the deal in words when not even k nodes are free', async () => {
    await makeNode(1);
    const { id, client } = await makeDeal();
    await encodeDeal(id, context);
    expect(await deal(id)).toMatchObject({ status: 'FAILED', failureCode: 'NO_CAPACITY' });
    const inbox = await db().inboxEvent.findMany({ where: { recipient: client } });
    expect(inbox.map((event) => event.type)).toEqual(['deal.failed']);
  });

  it('fails the deal when its upload is gone', async () => {
    const { id } = await makeDeal({ requestedN: 3 });
    await objectStore().delete(objectKeys.upload((await deal(id)).uploadId));
    await encodeDeal(id, context);
    expect(await deal(id)).toMatchObject({ status: 'FAILED', failureCode: 'UPLOAD_LOST' });
  });

  it('leaves a deal alone that is past encoding', async () => {
    const { id } = await makeDeal({ requestedN: 3, status: 'CANCELLED' });
    await encodeDeal(id, context);
    expect(await shardsOf(id)).toEqual([]);
  });
});
