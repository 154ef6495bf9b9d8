import type { HttpRequest, HttpResponse } from 'tus-js-client';
import { describe, expect, it } from 'vitest';
import { assertOffsetTold, canRead, describeFailure } from './failure';
import { uploadIdOf } from './file-upload';
import { finishedUploadOf, forgetFinished, keepFinished } from './finished-upload';
import { sourceOfArchive, sourceOfFile, storableName } from './source';
import { SpeedMeter } from './speed';
import { fingerprintOf, storedUploads, urlStorageOn } from './stored-uploads';

const WALLET = `0x${'A'.repeat(40)}`;
const OTHER = `0x${'b'.repeat(40)}`;

/** Web storage as browsers have it: keys are own enumerable properties. */
function memoryStorage(): Storage {
  const items: Record<string, string> = {};
  const hidden = (value: unknown) => ({ value, enumerable: false });
  return Object.defineProperties(items, {
    getItem: hidden((key: string) => items[key] ?? null),
    setItem: hidden((key: string, value: string) => {
      items[key] = value;
    }),
    removeItem: hidden((key: string) => {
      delete items[key];
    }),
  }) as unknown as Storage;
}

const file = (name: string) =>
  sourceOfFile(new File(['12345'], name, { type: 'text/plain', lastModified: 7 }));
const upload = (filename: string, creationTime: string) => ({
  size: 5,
  metadata: { filename, filetype: 'text/plain' },
  creationTime,
  urlStorageKey: '',
  uploadUrl: `/api/files/${filename}`,
  parallelUploadUrls: null,
});

describe('the speed meter', () => {
  it('measures the last seconds, not the whole upload', () => {
    const meter = new SpeedMeter();
    expect(meter.bytesPerSecond()).toBeNull();
    for (let second = 0; second <= 60; second++) {
      meter.add(second < 30 ? second * 10 : 300 + (second - 30) * 100, second * 1000);
    }
    expect(meter.bytesPerSecond()).toBeCloseTo(100);
    expect(meter.secondsLeft(3300 + 500)).toBeCloseTo(5);
  });

  it('does not take a pause for slowness, nor a resume for going back', () => {
    const meter = new SpeedMeter();
    meter.add(0, 0);
    meter.add(1000, 1000);
    meter.reset();
    expect(meter.secondsLeft(2000)).toBeNull();
    meter.add(900, 60_000);
    meter.add(1900, 61_000);
    expect(meter.bytesPerSecond()).toBeCloseTo(1000);
  });

  it('gives no time left when nothing moves', () => {
    const meter = new SpeedMeter();
    meter.add(10, 0);
    meter.add(10, 5000);
    expect(meter.secondsLeft(20)).toBeNull();
  });
});

describe('uploads that can go on', () => {
  it('belong to the wallet that began them, newest first', async () => {
    const storage = memoryStorage();
    const urls = urlStorageOn(storage);
    await urls.addUpload(fingerprintOf(WALLET, file('a')), upload('a', '2026-01-01T00:00:00Z'));
    await urls.addUpload(fingerprintOf(WALLET, file('b')), upload('b', '2026-01-02T00:00:00Z'));
    await urls.addUpload(fingerprintOf(OTHER, file('c')), upload('c', '2026-01-03T00:00:00Z'));
    expect(storedUploads(storage, WALLET).map(({ name }) => name)).toEqual(['b', 'a']);
    const found = await urls.findUploadsByFingerprint(fingerprintOf(WALLET, file('a')));
    expect(found.map(({ uploadUrl }) => uploadUrl)).toEqual(['/api/files/a']);
    await urls.removeUpload(found[0]!.urlStorageKey);
    expect(storedUploads(storage, WALLET)).toHaveLength(1);
  });

  it('are the same file only if name, size, kind and date are', () => {
    const changed = sourceOfFile(
      new File(['123456'], 'a', { type: 'text/plain', lastModified: 7 }),
    );
    expect(fingerprintOf(WALLET, changed)).not.toBe(fingerprintOf(WALLET, file('a')));
    expect(fingerprintOf(WALLET.toLowerCase(), file('a'))).toBe(fingerprintOf(WALLET, file('a')));
  });

  it('survive garbage in the storage', () => {
    const storage = memoryStorage();
    storage.setItem(`msp-upload::${WALLET.toLowerCase()}::x`, '{"uploadUrl":');
    expect(storedUploads(storage, WALLET)).toEqual([]);
  });
});

describe('a finished upload', () => {
  it('is remembered for its wallet until a deal uses it', () => {
    const storage = memoryStorage();
    const done = { uploadId: 'u', file: { name: 'a', bytes: 5, type: '' } };
    keepFinished(storage, WALLET, done);
    expect(finishedUploadOf(storage, WALLET)).toMatchObject(done);
    expect(finishedUploadOf(storage, OTHER)).toBeNull();
    forgetFinished(storage);
    expect(finishedUploadOf(storage, WALLET)).toBeNull();
  });

  it('has its id from the address that the portal gave', () => {
    expect(uploadIdOf('http://portal:1/api/files/abc')).toBe('abc');
    expect(uploadIdOf('/api/files/abc?x=1')).toBe('abc');
  });
});

it('says that what has arrived is kept when nobody answers', () => {
  expect(describeFailure(new Error('tus: failed'))).toMatchObject({
    code: 'NETWORK',
    canRetry: true,
    message: expect.stringContaining('is kept'),
  });
});

describe('what is uploaded', () => {
  it('has a name that the portal keeps, with its ending', () => {
    const long = storableName(`${'n'.repeat(400)}.tar.gz`);
    expect(long).toHaveLength(255);
    expect(long.endsWith('n….gz')).toBe(true);
    expect(storableName(`${'📷'.repeat(200)}.jpg`)).toMatch(/^(📷)+….jpg$/u);
    expect(storableName(' \0 ')).toBe('file');
    expect(storableName('../a<b>.txt')).toBe('../a<b>.txt');
  });

  it('is the same archive under another name', () => {
    const content = new Blob(['x']);
    const archive = { files: [], content, identity: 'abc' };
    const [one, two] = ['one.tar', 'two.tar'].map((name) => sourceOfArchive(archive, name));
    expect(fingerprintOf(WALLET, one!)).toBe(fingerprintOf(WALLET, two!));
  });
});

describe('a question how far an upload is', () => {
  const ask = (method: string, status: number) =>
    assertOffsetTold(
      { getMethod: () => method } as HttpRequest,
      { getStatus: () => status } as HttpResponse,
    );

  it.each([401, 423, 429, 500, 502, 503])('that is answered with %i loses nothing', (status) => {
    expect(() => ask('HEAD', status)).toThrow(String(status));
  });

  it.each([200, 204, 403, 404, 410])('that is answered with %i is settled', (status) => {
    expect(() => ask('HEAD', status)).not.toThrow();
  });

  it('is not taken for sending or deleting', () => {
    expect(() => ask('PATCH', 500)).not.toThrow();
    expect(() => ask('DELETE', 503)).not.toThrow();
  });
});

it('notices a file that can no longer be read', async () => {
  const gone = new Blob(['12345']);
  gone.slice = () =>
    ({ arrayBuffer: () => Promise.reject(new Error('NotReadableError')) }) as never;
  expect(await canRead(gone, 2)).toBe(false);
  expect(await canRead(new Blob(['12345']), 2)).toBe(true);
});
