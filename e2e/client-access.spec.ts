import type { APIRequestContext } from '@playwright/test';
import { expectAccessible } from './support/checks';
import { localChain } from './support/deal-chain';
import { askForDeal, connectHere, expect, LONG_MS, signInHere } from './support/deal-page';
import { giveWallet } from './support/deal-wallet';
import { portalOrigin } from './support/env';
import { breakUploadAfter, choose, test, watchOffsets } from './support/files';
import { openAccount, signIn } from './support/wallet';

test.describe.configure({ timeout: LONG_MS });

const READS = ['', '/plan', '/proofs', '/history', '/events'];
const WRITES = ['/confirm', '/cancel', '/plan', '/retrievals'];
const bodies: Record<string, object> = { '/confirm': { planId: `0x${'1'.repeat(64)}` } };

/** Status of every request about a deal, by what was asked. */
async function answersTo(request: APIRequestContext, deal: string) {
  const origin = portalOrigin();
  const reads = READS.map(async (path) => {
    const { status } = await look(request, `/api/deals/${deal}${path}`);
    return [`GET ${path}`, status] as const;
  });
  const writes = WRITES.map(async (path) => {
    const url = `/api/deals/${deal}${path}`;
    const answer = await request.post(url, { data: bodies[path] ?? {}, headers: { origin } });
    return [`POST ${path}`, answer.status()] as const;
  });
  return Object.fromEntries(await Promise.all([...reads, ...writes]));
}

async function look(request: APIRequestContext, url: string) {
  const answer = await request.get(url);
  return { status: answer.status() };
}

const all = (status: number) =>
  Object.fromEntries([
    ...READS.map((path) => [`GET ${path}`, status]),
    ...WRITES.map((path) => [`POST ${path}`, status]),
  ]);

test('a deal is shown to nobody but its owner', async ({ page, browser, makeFile }) => {
  await page.goto('/store');
  await choose(page, await makeFile('mine.txt', 500));
  await signInHere(page);
  const dealId = await askForDeal(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('mine.txt');

  const context = await browser.newContext();
  const stranger = await context.newPage();
  await giveWallet(stranger, await localChain());
  const signedOut = await stranger.goto(`/deals/${dealId}`);
  expect(signedOut?.status()).toBe(200);
  expect(await answersTo(stranger.request, dealId)).toEqual(all(401));

  await connectHere(stranger);
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('No such deal');
  expect(await answersTo(stranger.request, dealId)).toEqual(all(404));
  await expect(stranger.getByText('mine.txt')).toBeHidden();

  // From now on not even the page's own document is there.
  const signedIn = await stranger.reload();
  expect(signedIn?.status()).toBe(404);
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('No such deal');
  expect(await stranger.content()).not.toContain('mine.txt');
  await expectAccessible(stranger);
  await context.close();
});

test('another site cannot act with the session of its visitor', async ({ page, makeFile }) => {
  await page.goto('/store');
  await choose(page, await makeFile('foreign-origin.txt', 500));
  await signInHere(page);
  const dealId = await askForDeal(page);
  const headers = { origin: 'http://evil.example' };
  const answer = await page.request.post(`/api/deals/${dealId}/cancel`, { data: {}, headers });
  expect(answer.status()).toBe(403);
  expect((await answer.json()).code).toBe('ORIGIN_REFUSED');
});

test('an upload can be read and continued by nobody else', async ({ page, browser, makeFile }) => {
  await page.goto('/store');
  await choose(page, await makeFile('upload.txt', 500));
  const created = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/api/files'),
  );
  await signInHere(page);
  const address = (await (await created).headerValue('location')) ?? '';
  expect(address).toContain('/api/files/');
  const tus = { 'Tus-Resumable': '1.0.0' };
  const context = await browser.newContext();
  const stranger = await context.newPage();
  const status = async () => (await stranger.request.head(address, { headers: tus })).status();
  expect(await status()).toBe(401);
  await giveWallet(stranger, await localChain());
  await stranger.goto('/deals');
  await connectHere(stranger);
  await expect(stranger.getByRole('region', { name: 'Sign in' })).toBeHidden();
  expect(await status()).toBe(403);
  await context.close();
});

const ARRIVED = 700;

test('an upload is neither shown to nor continued by the wallet that signs in next', async ({
  page,
  makeFile,
}) => {
  const file = await makeFile('of-the-first.bin', 3000);
  const name = page.getByText('of-the-first.bin');
  const leave = async () => {
    await openAccount(page);
    await page.getByRole('button', { name: 'Disconnect' }).click();
  };
  await giveWallet(page, await localChain());
  await page.goto('/store');
  const repair = await breakUploadAfter(page, file.content.subarray(0, ARRIVED));
  await choose(page, file);
  await signInHere(page);
  await expect(page.getByText(/trying again/).first()).toBeVisible();

  await leave();
  const offsets = watchOffsets(page);
  await repair();
  await expect(page.getByRole('region', { name: 'Sign in' })).toContainText('is kept');
  await connectHere(page);
  await expect(page.getByText('Drop files or a folder here')).toBeVisible();
  await expect(name).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('Drop files or a folder here')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Unfinished uploads' })).toHaveCount(0);
  expect(offsets).toEqual([]);
  // The same file of another wallet is another upload.
  await choose(page, file);
  await expect(page.getByText('2.9 KiB uploaded')).toBeVisible();
  expect(offsets).toEqual([0]);

  await leave();
  await page.reload();
  await signIn(page);
  const unfinished = page.getByRole('region', { name: 'Unfinished uploads' });
  await expect(unfinished).toContainText('of-the-first.bin is not finished: 700 B of 2.9 KiB');
  await choose(page, file);
  await expect(page.getByText('2.9 KiB uploaded')).toBeVisible();
  expect(offsets).toEqual([0, ARRIVED]);
});
