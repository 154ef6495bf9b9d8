import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S3StandIn } from '@/tests/support/s3-stand-in';
import { type ObjectStore, openObjectStore } from './index';
import { PART_BYTES } from './s3-multipart';

const standIn = new S3StandIn();
let folder: string;
const stores: Record<string, ObjectStore> = {};

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'msp-objects-'));
  stores.folder = openObjectStore({ kind: 'folder', path: folder });
  stores.S3 = openObjectStore({
    kind: 's3',
    endpoint: await standIn.start(),
    bucket: 'bucket',
    region: 'us-east-1',
    accessKeyId: 'id',
    secretAccessKey: 'secret',
  });
});

afterAll(async () => {
  await standIn.stop();
  await fs.rm(folder, { recursive: true, force: true });
});

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe.each(['folder', 'S3'])('object store in %s', (kind) => {
  const store = () => stores[kind] as ObjectStore;

  it('gives back bytes and streams as they were put', async () => {
    const body = randomBytes(300_000);
    await store().put('uploads/a', body);
    await store().put('uploads/b', Readable.from([body.subarray(0, 7), body.subarray(7)]));
    expect(Buffer.from(await store().bytes('uploads/a')).equals(body)).toBe(true);
    expect((await collect(await store().read('uploads/b'))).equals(body)).toBe(true);
    expect(await store().stat('uploads/b')).toEqual({ bytes: 300_000 });
  });

  it('serves ranges with both ends included', async () => {
    await store().put('shards/r', Buffer.from('0123456789'));
    const part = await collect(await store().read('shards/r', { start: 2, end: 4 }));
    expect(part.toString()).toBe('234');
  });

  it('replaces an object and keeps the old one when the new body breaks', async () => {
    await store().put('verdicts/1.json', Buffer.from('one'));
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('tw');
        throw new Error('cut');
      })(),
    );
    await expect(store().put('verdicts/1.json', broken)).rejects.toThrow('cut');
    expect(Buffer.from(await store().bytes('verdicts/1.json')).toString()).toBe('one');
    await store().put('verdicts/1.json', Buffer.from('two'));
    expect(Buffer.from(await store().bytes('verdicts/1.json')).toString()).toBe('two');
  });

  it('says what is missing', async () => {
    expect(await store().stat('shards/none')).toBeNull();
    const missing = { code: 'OBJECT_NOT_FOUND' };
    await expect(store().read('shards/none')).rejects.toMatchObject(missing);
    await expect(store().bytes('shards/none')).rejects.toMatchObject(missing);
    await expect(store().withFile('shards/none', async () => 1)).rejects.toMatchObject(missing);
    await store().delete('shards/none');
  });

  it('lists by prefix over folders and pages', async () => {
    const keys = ['retrievals/x/0-0', 'retrievals/x/0-1', 'retrievals/x/1-0', 'retrievals/xy/0-0'];
    for (const key of keys) await store().put(key, Buffer.from(key));
    const found: string[] = [];
    for await (const { key, bytes } of store().list('retrievals/x/')) {
      expect(bytes).toBe(key.length);
      found.push(key);
    }
    expect(found.sort()).toEqual(keys.slice(0, 3));
    for await (const { key } of store().list('nothing/here/')) expect.unreachable(key);
  });

  it('deletes', async () => {
    await store().put('uploads/d', Buffer.from('x'));
    await store().delete('uploads/d');
    expect(await store().stat('uploads/d')).toBeNull();
  });

  it('lends a file', async () => {
    await store().put('uploads/f', Buffer.from('file'));
    expect(await store().withFile('uploads/f', (file) => fs.readFile(file, 'utf8'))).toBe('file');
  });

  it.each(['../up', '/abs', 'a//b', 'a/../b', '.tmp/x', 'a/.b', '', 'a b'])(
    'refuses the key %j',
    async (key) => {
      await expect(store().put(key, Buffer.from('x'))).rejects.toMatchObject({
        code: 'OBJECT_KEY_INVALID',
      });
    },
  );
});

it('sends large streams to S3 in parts and leaves no half upload behind', async () => {
  const store = stores.S3 as ObjectStore;
  const block = randomBytes(1024 * 1024);
  const count = PART_BYTES / block.length + 1;
  await store.put('uploads/large', Readable.from(Array.from({ length: count }, () => block)));
  expect(standIn.objects.get('uploads/large')?.length).toBe(count * block.length);
  expect(standIn.objects.get('uploads/large')?.subarray(-block.length).equals(block)).toBe(true);
  expect(standIn.uploads.size).toBe(0);
});
