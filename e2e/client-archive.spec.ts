import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { archiveOf } from '@/lib/client/upload/archive/archive';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { askForDeal, confirmPlan, expect, LONG_MS, startButton } from './support/deal-page';
import { breakUploadAfter, choose, savedFile, test, watchOffsets } from './support/files';
import { signIn } from './support/wallet';

test.describe.configure({ timeout: 2 * LONG_MS });

const ARRIVED = 1000;
const FOLDER = 'photos of spring';
const FILES: Record<string, string> = {
  'a.txt': 'first',
  'Łódź/写真 📷.txt': 'second, in UTF-8',
  [`deep/${'long name '.repeat(14)}.txt`]: 'third, with a name of more than 100 bytes',
};

let root: string;
test.beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'micro-storage-folder-'));
  for (const [name, content] of Object.entries(FILES)) {
    const file = path.join(root, FOLDER, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
});
test.afterAll(() => rmSync(root, { recursive: true, force: true }));

const chooseFolder = (page: Page) =>
  page.getByLabel('Folder to store').setInputFiles(path.join(root, FOLDER));

/** The archive that the browser must make of the folder. */
async function expectedArchive(): Promise<Buffer> {
  const files = Object.entries(FILES).map(([name, content]) => {
    const { mtimeMs } = statSync(path.join(root, FOLDER, name));
    const file = new File([content], path.basename(name), { lastModified: Math.floor(mtimeMs) });
    return { path: `${FOLDER}/${name}`, file };
  });
  return Buffer.from(await archiveOf(files).content.arrayBuffer());
}

/** Unpacks what was saved with the system's own tar, and compares. */
function expectSameFiles(archive: Buffer): void {
  const file = path.join(root, 'saved.tar');
  const into = path.join(root, 'unpacked');
  writeFileSync(file, archive);
  mkdirSync(into);
  execFileSync('tar', ['-xf', file, '-C', into]);
  for (const [name, content] of Object.entries(FILES)) {
    expect(readFileSync(path.join(into, FOLDER, name), 'utf8')).toBe(content);
  }
}

test('several loose files become one archive, under a name of one’s own', async ({
  page,
  makeFile,
}) => {
  await page.goto('/');
  await signIn(page);
  await page.goto('/store');
  await choose(page, await makeFile('one.txt', 700), await makeFile('two.txt', 40_000));
  const card = page.locator('form').filter({ hasText: 'become one archive' });
  await expect(card).toContainText(/2 files become one archive, files-[\d-]+\.tar, 42.5 KiB\./);
  await expect(card.getByRole('region', { name: 'Files of the archive' })).toContainText('one.txt');
  await expectAccessible(page);
  await expectFitsPhone(page);
  const name = card.getByLabel('Name of the archive');
  await name.fill('  ');
  await card.getByRole('button', { name: 'Upload the archive' }).click();
  await expect(card.getByText('Give the archive a name.')).toBeVisible();
  await name.fill('two letters.tar');
  await card.getByRole('button', { name: 'Upload the archive' }).click();
  await expect(page.getByText('42.5 KiB uploaded')).toBeVisible();
  await expect(page.getByText('two letters.tar').first()).toBeVisible();
});

test('a folder is stored as an archive, goes on after a reload, and comes back whole', async ({
  page,
}) => {
  await page.goto('/');
  await signIn(page);
  await page.goto('/store');
  await chooseFolder(page);
  await expect(page.getByText(`3 files become one archive, ${FOLDER}.tar`)).toBeVisible();
  const archive = await expectedArchive();
  await breakUploadAfter(page, archive.subarray(0, ARRIVED));
  await page.getByRole('button', { name: 'Upload the archive' }).click();
  await expect(page.getByText(/trying again/).first()).toBeVisible();
  await page.unrouteAll();
  await page.reload();
  await expect(page.getByText(/Choose the same files again/)).toBeVisible();
  const created: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/files')) created.push('again');
  });
  const offsets = watchOffsets(page);
  await chooseFolder(page);
  await page.getByRole('button', { name: 'Upload the archive' }).click();
  await askForDeal(page);
  // The same files gave the same archive, so that no second upload was begun.
  expect(created).toEqual([]);
  expect(offsets).toEqual([ARRIVED]);

  await confirmPlan(page);
  await startButton(page);
  await page.getByRole('button', { name: /^Account 0x/ }).click();
  await page.getByRole('button', { name: 'Get test FIL' }).click();
  await expect(page.getByText('100 test FIL are in your account')).toBeVisible();
  await page.keyboard.press('Escape');
  await (await startButton(page)).click();
  const open = page.getByRole('button', { name: 'Download' });
  await expect(open).toBeEnabled({ timeout: LONG_MS });
  await open.click();
  const save = page.getByRole('link', { name: 'Save the file' });
  await expect(save).toBeVisible({ timeout: LONG_MS });
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
  expect(download.suggestedFilename()).toBe(`${FOLDER}.tar`);
  const saved = await savedFile(download);
  expect(saved.equals(archive)).toBe(true);
  expectSameFiles(saved);
});
