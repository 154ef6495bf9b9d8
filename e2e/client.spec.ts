import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { localAccounts } from '../scripts/lib/accounts.mjs';
import { expect, test } from './support/portal';
import { signIn } from './support/wallet';

const MIB = 1024 * 1024;
const SEALING_MS = 10 * 60_000;

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'micro-storage-files-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

async function makeFile(name: string, bytes: number): Promise<{ file: string; content: Buffer }> {
  const file = path.join(folder, name);
  const content = Buffer.alloc(bytes, name);
  await writeFile(file, content);
  return { file, content };
}

const choose = (page: Page, file: string) => page.getByLabel('File to store').setInputFiles(file);

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(grave).toEqual([]);
}

/** Uploads a small file and asks for a deal; gives the deal's address in the portal. */
async function storeFile(page: Page, file: string): Promise<string> {
  await page.goto('/store');
  await choose(page, file);
  await expect(page.getByText('uploaded', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Choose the computers' }).click();
  await page.waitForURL(/\/deals\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}

/** Makes the built-in test wallet hold an account with coins. */
async function useFundedAccount(page: Page): Promise<void> {
  await page.addInitScript((key) => {
    // Only once: the wallet remembers here that it was connected.
    if (localStorage.getItem('msp.test-wallet')) return;
    const keys = { keys: [key], current: 0, allowed: false };
    localStorage.setItem('msp.test-wallet', JSON.stringify(keys));
  }, localAccounts.clients[5]?.key ?? '');
}

async function hasComputers(page: Page): Promise<boolean> {
  const { nodes } = await (await page.request.get('/api/nodes')).json();
  return nodes.length >= 3;
}

test.describe('storing', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`is accessible in ${colorScheme}, signed out`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const address of ['/store', '/deals']) {
        await page.goto(address);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectAccessible(page);
      }
    });
  }

  test('fits 320 pixels', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto('/store');
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });

  test('says plainly that one deal holds one file', async ({ page }) => {
    await page.goto('/store');
    const dropped = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      for (const name of ['a.txt', 'b.txt']) transfer.items.add(new File(['1'], name));
      return transfer;
    });
    await page.getByText('Drop a file here').dispatchEvent('drop', { dataTransfer: dropped });
    await expect(page.getByText(/One deal holds one file/)).toBeVisible();
  });

  test('asks for the wallet before the upload, and goes on by itself', async ({ page }) => {
    const { file } = await makeFile('before.txt', 1000);
    await page.goto('/store');
    await choose(page, file);
    await page.getByRole('button', { name: 'Use the test wallet' }).click();
    await expect(page.getByText(/uploaded/)).toBeVisible();
    await page.reload();
    // A finished upload is not lost with the page.
    await expect(page.getByText(/uploaded/)).toBeVisible();
  });

  test('goes on after a reload in the middle of the upload', async ({ page }) => {
    const { file } = await makeFile('large.bin', 40 * MIB);
    await page.goto('/');
    await signIn(page);
    await page.goto('/store');
    let chunks = 0;
    const offsets: number[] = [];
    await page.route('**/api/files/*', async (route) => {
      const request = route.request();
      if (request.method() !== 'PATCH') return route.continue();
      chunks += 1;
      offsets.push(Number(request.headers()['upload-offset']));
      // The connection goes away after the first chunk.
      return chunks === 2 ? route.abort() : route.continue();
    });
    await choose(page, file);
    await expect(page.getByText(/trying again/)).toBeVisible();
    await page.unroute('**/api/files/*');
    await page.reload();
    await expect(page.getByText('is not finished', { exact: false })).toBeVisible();
    const resumed: number[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PATCH') resumed.push(Number(request.headers()['upload-offset']));
    });
    await choose(page, file);
    await expect(page.getByText(/40 MiB uploaded/)).toBeVisible();
    expect(offsets[0]).toBe(0);
    expect(resumed[0]).toBeGreaterThan(0);
  });

  test('shows a deal to nobody but its owner', async ({ page, browser }) => {
    const { file } = await makeFile('mine.txt', 500);
    await page.goto('/');
    await signIn(page);
    const address = await storeFile(page, file);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('mine.txt');
    const context = await browser.newContext();
    const stranger = await context.newPage();
    await stranger.goto(address);
    await stranger.getByRole('button', { name: 'Use the test wallet' }).click();
    await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('No such deal');
    await context.close();
  });
});

test.describe('a deal', () => {
  test('is reviewed, started, watched, fetched back and closed', async ({ page }) => {
    test.skip(!(await hasComputers(page)), 'needs a platform with computers');
    test.setTimeout(2 * SEALING_MS);
    const { file, content } = await makeFile('whole-life.txt', 3000);
    await useFundedAccount(page);
    await page.goto('/');
    await signIn(page);
    await storeFile(page, file);

    await expect(page.getByRole('button', { name: 'Confirm these computers' })).toBeEnabled();
    await expectAccessible(page);
    await page
      .getByRole('button', { name: /^Leave out 0x/ })
      .first()
      .click();
    await expect(page.getByText('The new plan is here')).toBeVisible();
    await page.getByRole('button', { name: 'Confirm these computers' }).click();

    const start = page.getByRole('button', { name: /^Start deal and pay/ });
    await expect(start).toBeVisible({ timeout: SEALING_MS });
    await start.click();
    await expect(page.getByText('Read from the contract')).toBeVisible();
    await expect(page.getByText('proved', { exact: true })).toBeVisible({ timeout: SEALING_MS });
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Download' }).click();
    const save = page.getByRole('link', { name: 'Save the file' });
    await expect(save).toBeVisible({ timeout: SEALING_MS });
    const href = await save.getAttribute('href');
    const body = await (await page.request.get(href ?? '')).body();
    expect(body.equals(content)).toBe(true);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Close deal' }).click();
    await page.getByRole('button', { name: 'Close the deal' }).click();
    await expect(page.getByText(/everything is settled/)).toBeVisible({ timeout: SEALING_MS });
    await expect(page.getByText('Returned to you')).toBeVisible();
  });
});
