import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as filesRoute from '@/app/api/files/[[...path]]/route';
import { db } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';
import { uploadLocks } from '@/lib/server/uploads';
import { setTestEnv, startTestDatabase, type TestDatabase } from '@/tests/support';
import { S3StandIn } from '@/tests/support/s3-stand-in';
import { serveRoute, type TestServer } from './http-server';
import { newAccount, signIn, withoutChain } from './support';

const MIB = 1024 * 1024;
const TUS = { 'tus-resumable': '1.0.0' };
const standIn = new S3StandIn();

let database: TestDatabase;
let server: TestServer;
let cleanUp: () => void;
let owner: { cookie: string };

beforeAll(async () => {
  database = await startTestDatabase();
  cleanUp = withoutChain();
  setTestEnv({
    S3_ENDPOINT: await standIn.start(),
    S3_BUCKET: 'bucket',
    S3_ACCESS_KEY_ID: 'id',
    S3_SECRET_ACCESS_KEY: 'secret',
  });
  server = await serveRoute(filesRoute);
  owner = await signIn(newAccount());
});

afterAll(async () => {
  await server.stop();
  await uploadLocks().close();
  await standIn.stop();
  await database.stop();
  cleanUp();
});

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

it('keeps uploads in S3 through several chunks, and forgets deleted ones', async () => {
  const body = randomBytes(17 * MIB + 3);
  const create = await fetch(`${server.origin}/api/files`, {
    method: 'POST',
    headers: {
      ...TUS,
      ...owner,
      'upload-length': `${body.length}`,
      'upload-metadata': `filename ${btoa('s3.bin')}`,
    },
  });
  expect(create.status).toBe(201);
  const url = new URL(create.headers.get('location') ?? '', server.origin);
  const id = url.pathname.split('/').at(-1) as string;
  for (const [start, end] of [
    [0, MIB],
    [MIB, 17 * MIB],
    [17 * MIB, body.length],
  ] as const) {
    const patch = await fetch(url, {
      method: 'PATCH',
      headers: {
        ...TUS,
        ...owner,
        'content-type': 'application/offset+octet-stream',
        'upload-offset': `${start}`,
      },
      body: body.subarray(start, end),
    });
    expect(await patch.text()).toBe('');
    expect(patch.status).toBe(204);
    const head = await fetch(url, { method: 'HEAD', headers: { ...TUS, ...owner } });
    expect(head.headers.get('upload-offset')).toBe(`${end}`);
  }
  expect((await db().upload.findUniqueOrThrow({ where: { id } })).status).toBe('COMPLETE');
  expect(sha256(await objectStore().bytes(`uploads/${id}`))).toBe(sha256(body));

  const remove = await fetch(url, { method: 'DELETE', headers: { ...TUS, ...owner } });
  expect(remove.status).toBe(204);
  expect(await objectStore().stat(`uploads/${id}`)).toBeNull();
});
