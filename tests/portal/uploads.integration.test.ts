import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import * as tus from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as filesRoute from '@/app/api/files/[[...path]]/route';
import { db } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';
import { uploadLocks, WALLET_QUOTA_BYTES } from '@/lib/server/uploads';
import { startTestDatabase, type TestDatabase, waitFor } from '@/tests/support';
import { serveRoute, type TestServer } from './http-server';
import { newAccount, refusal, signIn, withoutChain } from './support';

const MIB = 1024 * 1024;
const TUS = { 'tus-resumable': '1.0.0' };
const CHUNK = { ...TUS, 'content-type': 'application/offset+octet-stream' };

let database: TestDatabase;
let server: TestServer;
let cleanUp: () => void;
let owner: { cookie: string };
let stranger: { cookie: string };

beforeAll(async () => {
  database = await startTestDatabase();
  cleanUp = withoutChain();
  server = await serveRoute(filesRoute);
  owner = await signIn(newAccount());
  stranger = await signIn(newAccount());
});

afterAll(async () => {
  await server.stop();
  await uploadLocks().close();
  await database.stop();
  cleanUp();
});

const metadata = (name = 'file.bin') => `filename ${Buffer.from(name).toString('base64')}`;

function create(bytes: number | string, headers: Record<string, string> = owner) {
  return fetch(`${server.origin}/api/files`, {
    method: 'POST',
    headers: {
      ...TUS,
      'upload-length': `${bytes}`,
      'upload-metadata': metadata(),
      ...headers,
    },
  });
}

async function created(bytes: number, headers: Record<string, string> = owner): Promise<string> {
  const response = await create(bytes, headers);
  expect(response.status).toBe(201);
  return new URL(response.headers.get('location') ?? '', server.origin).toString();
}

const patch = (
  url: string,
  offset: number,
  body: BodyInit,
  headers: Record<string, string> = owner,
) =>
  fetch(url, {
    method: 'PATCH',
    headers: { ...CHUNK, 'upload-offset': `${offset}`, ...headers },
    body,
  });

const head = (url: string, headers: Record<string, string> = owner) =>
  fetch(url, { method: 'HEAD', headers: { ...TUS, ...headers } });

const idOf = (url: string) => url.split('/').at(-1) as string;
const rowOf = (url: string) => db().upload.findUniqueOrThrow({ where: { id: idOf(url) } });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('uploads', () => {
  it('takes a chunk of 16 MiB intact and keeps the row in step', async () => {
    const body = randomBytes(16 * MIB + 5);
    const url = await created(body.length);
    const first = await patch(url, 0, body.subarray(0, 16 * MIB));
    expect(first.status).toBe(204);
    expect(await rowOf(url)).toMatchObject({ received: BigInt(16 * MIB), status: 'RECEIVING' });
    expect((await patch(url, 16 * MIB, body.subarray(16 * MIB))).status).toBe(204);
    expect(await rowOf(url)).toMatchObject({ received: BigInt(body.length), status: 'COMPLETE' });
    const stored = await objectStore().bytes(`uploads/${idOf(url)}`);
    expect(sha256(stored)).toBe(sha256(body));
  });

  it('works with tus-js-client in several chunks', async () => {
    const body = randomBytes(3 * MIB + 17);
    const url = await new Promise<string>((resolve, reject) => {
      const upload = new tus.Upload(body, {
        endpoint: `${server.origin}/api/files`,
        chunkSize: MIB,
        headers: owner,
        metadata: { filename: 'ä b.txt', filetype: 'text/plain', encryption: 'none' },
        onError: reject,
        onSuccess: () => resolve(upload.url ?? ''),
      });
      upload.start();
    });
    const row = await rowOf(url);
    expect(row).toMatchObject({
      filename: 'ä b.txt',
      contentType: 'text/plain',
      status: 'COMPLETE',
    });
    expect(sha256(await objectStore().bytes(`uploads/${row.id}`))).toBe(sha256(body));
  });

  it('continues after a broken connection with what had arrived', async () => {
    const body = randomBytes(2 * MIB);
    const url = await created(body.length);
    await new Promise<void>((resolve) => {
      const request = http.request(url, {
        method: 'PATCH',
        headers: { ...CHUNK, ...owner, 'upload-offset': '0', 'content-length': body.length },
      });
      request.on('error', () => resolve());
      request.on('close', () => resolve());
      request.write(body.subarray(0, MIB), () => setImmediate(() => request.destroy()));
    });
    let offset = 0;
    await waitFor(async () => {
      const response = await head(url);
      offset = Number(response.headers.get('upload-offset'));
      return response.status === 200 && offset > 0;
    });
    expect(offset).toBeLessThanOrEqual(MIB);
    expect((await patch(url, offset, body.subarray(offset))).status).toBe(204);
    expect(sha256(await objectStore().bytes(`uploads/${idOf(url)}`))).toBe(sha256(body));
    expect((await rowOf(url)).status).toBe('COMPLETE');
  });

  it('answers 413 to a chunk over 64 MiB, announced or not', async () => {
    const body = Buffer.alloc(64 * MIB + 1);
    const url = await created(body.length);
    expect(await refusal(await patch(url, 0, body))).toEqual([413, 'CHUNK_TOO_LARGE']);
    expect((await rowOf(url)).received).toBe(0n);

    const stream = new Blob([body]).stream();
    const init = { duplex: 'half', method: 'PATCH', body: stream } as RequestInit;
    const headers = { ...CHUNK, ...owner, 'upload-offset': '0' };
    // The answer comes before the body has ended; a client that still sends may only see the cut.
    const chunked = await fetch(url, { ...init, headers }).catch(() => undefined);
    if (chunked) expect(await refusal(chunked)).toEqual([413, 'CHUNK_TOO_LARGE']);
    expect((await rowOf(url)).status).not.toBe('COMPLETE');
  });

  it('takes a chunk of exactly 64 MiB without announced length', async () => {
    const url = await created(64 * MIB);
    const stream = new Blob([Buffer.alloc(64 * MIB, 7)]).stream();
    const headers = { ...CHUNK, ...owner, 'upload-offset': '0' };
    const init = { duplex: 'half', method: 'PATCH', body: stream, headers } as RequestInit;
    expect((await fetch(url, init)).status).toBe(204);
    expect((await rowOf(url)).status).toBe('COMPLETE');
  });

  it('lets two writers at one offset end with the right bytes', async () => {
    const body = randomBytes(MIB);
    const url = await created(body.length);
    // The second may take the lock from the first in the middle, which then breaks off.
    await Promise.allSettled([patch(url, 0, body), patch(url, 0, body)]);
    const offset = Number((await head(url)).headers.get('upload-offset'));
    if (offset < body.length) {
      expect((await patch(url, offset, body.subarray(offset))).status).toBe(204);
    }
    expect(sha256(await objectStore().bytes(`uploads/${idOf(url)}`))).toBe(sha256(body));
  });

  it('deletes an upload with its row', async () => {
    const url = await created(10);
    const response = await fetch(url, { method: 'DELETE', headers: { ...TUS, ...owner } });
    expect(response.status).toBe(204);
    expect(await db().upload.count({ where: { id: idOf(url) } })).toBe(0);
    expect((await head(url)).status).toBe(404);
  });
});

describe('refused uploads', () => {
  it('of nobody and of strangers', async () => {
    const url = await created(10);
    expect(await refusal(await create(10, {}))).toEqual([401, 'UNAUTHENTICATED']);
    expect(await refusal(await patch(url, 0, 'x', {}))).toEqual([401, 'UNAUTHENTICATED']);
    expect(await refusal(await patch(url, 0, 'x', stranger))).toEqual([403, 'UPLOAD_FOREIGN']);
    expect((await head(url, stranger)).status).toBe(403);
    const remove = await fetch(url, { method: 'DELETE', headers: { ...TUS, ...stranger } });
    expect(await refusal(remove)).toEqual([403, 'UPLOAD_FOREIGN']);
    expect((await rowOf(url)).received).toBe(0n);
  });

  it('of other sites', async () => {
    const response = await create(10, { ...owner, origin: 'https://evil.example' });
    expect(await refusal(response)).toEqual([403, 'ORIGIN_REFUSED']);
  });

  it('without bytes or length', async () => {
    expect(await refusal(await create(0))).toEqual([400, 'UPLOAD_EMPTY']);
    expect(await refusal(await create('-1'))).toEqual([400, 'UPLOAD_LENGTH_REQUIRED']);
    const deferred = await fetch(`${server.origin}/api/files`, {
      method: 'POST',
      headers: { ...TUS, ...owner, 'upload-defer-length': '1', 'upload-metadata': metadata() },
    });
    expect(await refusal(deferred)).toEqual([400, 'UPLOAD_LENGTH_REQUIRED']);
  });

  it('without a name, with an unknown encryption or unreadable metadata', async () => {
    for (const text of [
      '',
      `${metadata()},encryption ${btoa('rot13')}`,
      'filename ???,filename x',
    ]) {
      const response = await create(10, { ...owner, 'upload-metadata': text });
      expect(await refusal(response)).toEqual([400, 'UPLOAD_METADATA_INVALID']);
    }
  });

  it('over the size of a file or the quota of a wallet', async () => {
    expect(await refusal(await create(65 * 1024 ** 3))).toEqual([413, 'UPLOAD_TOO_LARGE']);
    const full = await signIn(newAccount());
    const half = Number(WALLET_QUOTA_BYTES) / 2;
    await created(half, full);
    await created(half, full);
    expect(await refusal(await create(1, full))).toEqual([413, 'UPLOAD_QUOTA']);
  });

  it('at a wrong offset, beyond the end, with another type or version', async () => {
    const url = await created(10);
    expect(await refusal(await patch(url, 5, 'x'))).toEqual([409, 'UPLOAD_OFFSET_CONFLICT']);
    expect(await refusal(await patch(url, 0, 'x'.repeat(11)))).toEqual([413, 'UPLOAD_TOO_LARGE']);
    const typed = await patch(url, 0, 'x', { ...owner, 'content-type': 'text/plain' });
    expect(await refusal(typed)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const versioned = await create(10, { ...owner, 'tus-resumable': '0.2.2' });
    expect(versioned.status).toBeGreaterThanOrEqual(400);
    expect(versioned.headers.get('tus-resumable')).toBe('1.0.0');
  });

  it.each(['unknown', '..%2f..%2fetc', 'a/b'])('of the unknown id %s', async (id) => {
    const response = await patch(`${server.origin}/api/files/${id}`, 0, 'x');
    expect(await refusal(response)).toEqual([404, 'UPLOAD_NOT_FOUND']);
  });

  it('after they expired', async () => {
    const url = await created(10);
    const expiresAt = new Date(Date.now() - 1000);
    await db().upload.update({ where: { id: idOf(url) }, data: { expiresAt } });
    expect(await refusal(await patch(url, 0, 'x'))).toEqual([410, 'UPLOAD_EXPIRED']);
  });
});
