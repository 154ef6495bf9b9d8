import { expectAccessible, expectFitsPhone } from './support/checks';
import { askForDeal, expect, signInHere } from './support/deal-page';
import {
  breakUploadAfter,
  choose,
  sessionEnds,
  slowUploads,
  test,
  watchOffsets,
} from './support/files';
import { signIn } from './support/wallet';

const MIB = 1024 * 1024;
/** Of the pages' uploads. */
const CHUNK = 16 * MIB;
const LARGE = 40 * MIB;
const ARRIVED = 700;
const uploads = '**/api/files/*';

test.describe.configure({ timeout: 5 * 60_000 });

test('the page is accessible, and fits a phone', async ({ page }) => {
  await page.goto('/store');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
  await expectFitsPhone(page);
});

test('the wallet is asked for before the upload, which then goes on by itself', async ({
  page,
  makeFile,
}) => {
  await page.goto('/store');
  await choose(page, await makeFile('before.txt', 1000));
  await signInHere(page);
  await expect(page.getByText('1000 B uploaded')).toBeVisible();
  await page.reload();
  // A finished upload is not lost with the page.
  await expect(page.getByText('1000 B uploaded')).toBeVisible();
  await expectAccessible(page);
});

test('an empty file is refused in words', async ({ page, makeFile }) => {
  await page.goto('/store');
  await choose(page, await makeFile('empty.txt', 0));
  await expect(page.getByText(/an empty file cannot be stored/)).toBeVisible();
});

test('a large file shows speed and time left, and goes on after a reload', async ({
  page,
  makeFile,
}) => {
  const file = await makeFile('large.bin', LARGE);
  await page.goto('/');
  await signIn(page);
  await page.goto('/store');
  const speed = await slowUploads(page);
  const first = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await choose(page, file);
  await expect(page.getByText(/MiB of 40 MiB · .*\/s · .* left/)).toBeVisible();
  await first;
  await page.reload();
  await expect(page.getByText(/is not finished: [1-9][\d.]* MiB of 40 MiB/)).toBeVisible();
  await expectAccessible(page);
  await speed.restore();
  const offsets = watchOffsets(page);
  await choose(page, file);
  await expect(page.getByText('40 MiB uploaded')).toBeVisible();
  expect(offsets[0]).toBeGreaterThanOrEqual(CHUNK);
});

test('an upload is paused, continued and cancelled', async ({ page, makeFile }) => {
  await page.goto('/');
  await signIn(page);
  await page.goto('/store');
  const speed = await slowUploads(page);
  await choose(page, await makeFile('paused.bin', LARGE));
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/MiB · paused, what has arrived is kept/)).toBeVisible();
  await expectAccessible(page);
  await speed.restore();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('40 MiB uploaded')).toBeVisible();

  await page.getByRole('button', { name: 'Choose another file' }).click();
  await slowUploads(page);
  await choose(page, await makeFile('cancelled.bin', LARGE));
  await expect(page.getByText(/B of 40 MiB/)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  const deleted = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await page.getByRole('button', { name: 'Cancel the upload' }).click();
  expect((await deleted).status()).toBe(204);
  await page.reload();
  await expect(page.getByText('Drop files or a folder here')).toBeVisible();
  await expect(page.getByText('is not finished')).toBeHidden();
});

test('a session that ends in the middle costs nothing that has arrived', async ({
  page,
  makeFile,
}) => {
  const file = await makeFile('signed-out.txt', 3000);
  await page.goto('/');
  await signIn(page);
  await page.goto('/store');
  const repair = await breakUploadAfter(page, file.content.subarray(0, ARRIVED));
  await choose(page, file);
  await expect(page.getByText(/trying again/).first()).toBeVisible();
  await sessionEnds(page);
  await repair();
  const prompt = page.getByRole('region', { name: 'Sign in' });
  await expect(prompt).toContainText('What has arrived is kept');
  await expect(page.getByText(/· stopped/)).toBeVisible();
  await expectAccessible(page);
  const offsets = watchOffsets(page);
  await prompt.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('2.9 KiB uploaded')).toBeVisible();
  expect(offsets).toEqual([ARRIVED]);
});

test('a portal that is away for a moment does not make the upload begin anew', async ({
  page,
  makeFile,
}) => {
  const file = await makeFile('away.txt', 2000);
  await page.goto('/');
  await signIn(page);
  await page.goto('/store');
  const repair = await breakUploadAfter(page, file.content.subarray(0, ARRIVED));
  await choose(page, file);
  await expect(page.getByText(/trying again/).first()).toBeVisible();
  await repair();
  const answers: number[] = [];
  await page.route(uploads, async (route) => {
    if (route.request().method() === 'HEAD' && answers.push(503) <= 2) {
      return route.fulfill({ status: 503 });
    }
    return route.continue();
  });
  const offsets = watchOffsets(page);
  await expect(page.getByText('2 KiB uploaded')).toBeVisible({ timeout: 60_000 });
  expect(answers.length).toBeGreaterThan(2);
  expect(offsets).toEqual([ARRIVED]);
  await askForDeal(page);
});
