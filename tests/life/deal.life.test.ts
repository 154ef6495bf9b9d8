import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDemo } from '@/scripts/demo/demo';
import { LifePlatform } from './support/life-platform';

/** Room for two segments of two shards in sectors of 2 KiB. */
const FILE_BYTES = 7000;
const MIB = 1024 * 1024;
const K = 2;
const N = 4;

describe('the life of a deal with separate processes', () => {
  let life: LifePlatform;

  beforeAll(async () => {
    life = await LifePlatform.start();
  });
  afterAll(() => life.stop());

  it('stores, proves, gives back with n − k nodes down, pays and ends', async () => {
    const run = await life.client(0);
    const file = await life.file('life.bin', FILE_BYTES);
    const wish = {
      file,
      durationPeriods: 24,
      tier: 'day' as const,
      dataShards: K,
      totalShards: N,
    };
    const summary = await runDemo(run, wish, N - K);

    expect(summary).toMatchObject({
      ok: true,
      finalState: 'COMPLETED',
      fileBytes: FILE_BYTES,
      k: K,
      n: N,
      segments: 2,
      sectors: 2 * N,
      poreps: { accepted: 2 * N, rejected: 0 },
    });
    expect(summary.sha256Out).toBe(summary.sha256In);
    expect(summary.nodesDown).toHaveLength(N - K);
    expect(summary.periodsProved).toBeGreaterThanOrEqual(3);
    expect(summary.posts.accepted).toBeGreaterThan(0);
    expect(BigInt(summary.rewardsPaid)).toBeGreaterThan(0n);
    expect(BigInt(summary.refund) + BigInt(summary.rewardsPaid)).toBe(BigInt(summary.paidIn));
    const rated = summary.ratings.filter((rating) => !rating.work.endsWith('of 0 commitments'));
    expect(rated.length).toBeGreaterThan(0);
  });

  it('takes a chunk of 16 MiB intact through the production server, and none over 64 MiB', async () => {
    const { portal } = await life.client(2);
    const tus = { 'tus-resumable': '1.0.0' };
    const created = async (bytes: number) => {
      const headers = { ...tus, 'upload-length': `${bytes}`, 'upload-metadata': 'filename YQ==' };
      const { headers: answer } = await portal.send('/api/files', { method: 'POST', headers });
      return new URL(answer.get('location') ?? '', portal.origin).pathname;
    };
    const patch = (location: string, body: Uint8Array<ArrayBuffer>) =>
      portal.send(location, {
        method: 'PATCH',
        headers: {
          ...tus,
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
        },
        body,
      });
    const chunk = randomBytes(16 * MIB);
    const location = await created(chunk.length);
    expect((await patch(location, chunk)).status).toBe(204);
    const stored = path.join(life.dataDir, 'objects/uploads', path.basename(location));
    expect((await readFile(stored)).equals(chunk)).toBe(true);

    const tooMuch = Buffer.alloc(64 * MIB + 1);
    const refused = patch(await created(tooMuch.length), tooMuch);
    await expect(refused).rejects.toMatchObject({ code: 'CHUNK_TOO_LARGE' });
  });

  it('shows a deal to nobody but its client', async () => {
    const [owner, stranger] = await Promise.all([life.client(0), life.client(1)]);
    const page = await (await owner.portal.send('/api/deals')).json();
    const [{ dealId: id, client }] = page.deals;
    expect(client).toBe(owner.portal.account.address.toLowerCase());
    await expect(stranger.portal.deal(id)).rejects.toMatchObject({ code: 'DEAL_NOT_FOUND' });
    await expect(stranger.portal.retrieve(id)).rejects.toMatchObject({ code: 'DEAL_NOT_FOUND' });
  });
});
