import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Download, Page, Request } from '@playwright/test';
import { onDatabase } from './database';
import { test as base } from './portal';

export interface TestFile {
  path: string;
  content: Buffer;
}

/** Makes files for one test, in a folder that goes away with it. */
export type MakeFile = (name: string, bytes: number) => Promise<TestFile>;

const isNewsOfSources = (message: string) =>
  /reloadPage|serverComponentChanges|turbopack-message|"partial"|"restart"/.test(message);

export const test = base.extend<{ makeFile: MakeFile; calm: undefined }>({
  // A portal that is being worked on loads its pages anew when a source changes; not during a test.
  calm: [
    async ({ page }, use) => {
      await page.routeWebSocket(/\/_next\//, (socket) => {
        const server = socket.connectToServer();
        server.onMessage((message) => {
          if (typeof message !== 'string' || !isNewsOfSources(message)) socket.send(message);
        });
      });
      await use(undefined);
    },
    { auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameters
  makeFile: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'micro-storage-files-'));
    await use(async (name, bytes) => {
      const file = { path: path.join(folder, name), content: Buffer.alloc(bytes, name) };
      await writeFile(file.path, file.content);
      return file;
    });
    await rm(folder, { recursive: true, force: true });
  },
});

export const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** What the browser has saved. */
export async function savedFile(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

/** Picks files as a person does in the browser's dialog. */
export async function choose(page: Page, ...files: TestFile[]): Promise<void> {
  await page.getByLabel('Files to store').setInputFiles(files.map(({ path: at }) => at));
}

/** A file as a script drops it: its name may be one that no file system takes. */
export async function dropNamed(page: Page, name: string, content: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, text]) => {
      const made = new DataTransfer();
      made.items.add(new File([text ?? ''], fileName ?? '', { lastModified: 1_700_000_000_000 }));
      return made;
    },
    [name, content],
  );
  await page
    .getByText('Drop files or a folder here')
    .dispatchEvent('drop', { dataTransfer: transfer });
}

/**
 * From now on the connection dies: the first piece of the upload arrives with its first bytes only,
 * and nothing gets through after it, until the answer is called.
 */
export async function breakUploadAfter(page: Page, arriving: Buffer): Promise<() => Promise<void>> {
  const uploads = '**/api/files/*';
  let isBroken = false;
  await page.route(uploads, async (route) => {
    if (!isBroken && route.request().method() === 'PATCH') {
      isBroken = true;
      await route.fetch({ postData: arriving });
    }
    await route.abort();
  });
  return () => page.unroute(uploads);
}

/** Offsets at which the page continues uploads from now on. */
export function watchOffsets(page: Page): number[] {
  const offsets: number[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  return offsets;
}

/** The session of the page's wallet ends at the portal, as it does after a week. */
export async function sessionEnds(page: Page): Promise<void> {
  const { address } = await (await page.request.get('/api/auth/session')).json();
  await onDatabase('UPDATE "Session" SET "expiresAt" = now() WHERE "address" = $1', [address]);
}

const MIB = 1024 * 1024;
/** Of the first chunk of an upload, so that something has arrived soon. */
const FIRST_BYTES_PER_SECOND = 8 * MIB;
/** Of everything after it: what is left takes longer than a portal that stops waits for it. */
const SLOW_BYTES_PER_SECOND = MIB / 2;

/**
 * Uploads take their time from now on, so that there is a middle in which to do something: the
 * first chunk seconds, the others half a minute each, until `restore` is called.
 */
export async function slowUploads(page: Page) {
  const session = await page.context().newCDPSession(page);
  const limit = async (uploadThroughput: number) => {
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  };
  let slowed: Promise<void> | undefined;
  const slowAfterFirst = (request: Request) => {
    if (request.method() !== 'PATCH' || request.headers()['upload-offset'] === '0') return;
    slowed ??= limit(SLOW_BYTES_PER_SECOND);
  };
  await limit(FIRST_BYTES_PER_SECOND);
  page.on('request', slowAfterFirst);
  return {
    async restore() {
      page.off('request', slowAfterFirst);
      await slowed;
      await limit(-1);
    },
  };
}
