import type { Page } from '@playwright/test';
import { formatFil } from '@/lib/client/format';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { localChain } from './support/deal-chain';
import {
  askForDeal,
  confirmPlan,
  expect,
  expectSameDocument,
  LONG_MS,
  markDocument,
  signInHere,
  startButton,
  transactionsOf,
} from './support/deal-page';
import {
  breakUploadAfter,
  choose,
  savedFile,
  sha256,
  type TestFile,
  test,
  watchOffsets,
} from './support/files';
import { expectReviewOf, planOf } from './support/review';
import { connectTestWallet } from './support/wallet';

const ARRIVED = 1200;

/** A figure of the money card, as the page writes it. */
const figure = (page: Page, label: string) =>
  page
    .locator('#money dl > div')
    .filter({ has: page.getByText(label, { exact: true }) })
    .locator('dd')
    .first();
/** The same to the last attoFIL. */
const exactFigure = async (page: Page, label: string) =>
  BigInt(((await figure(page, label).locator('span').getAttribute('title')) ?? '0').split(' ')[0]!);

/** How many hours the page calls proved; it is told of several at once when it was busy. */
async function hoursProved(page: Page): Promise<number> {
  const [sentence] = await page.getByText(/\d hours? proved so far/).allTextContents();
  return Number.parseInt(sentence ?? '0', 10);
}

async function uploadWithReload(page: Page, file: TestFile): Promise<void> {
  await page.goto('/store');
  await choose(page, file);
  const repair = await breakUploadAfter(page, file.content.subarray(0, ARRIVED));
  await signInHere(page);
  await expect(page.getByText(/trying again/).first()).toBeVisible();
  await page.reload();
  await repair();
  await expect(page.getByText(/is not finished: 1.2 KiB of/)).toBeVisible();
  const offsets = watchOffsets(page);
  await choose(page, file);
  await expect(page.getByText(/uploaded$/)).toBeVisible();
  expect(offsets).toEqual([ARRIVED]);
}

/** Leaves one computer out; gives its address. */
async function leaveOut(page: Page): Promise<string> {
  const leave = page.getByRole('button', { name: /^Leave out 0x/ }).first();
  await expect(leave).toBeEnabled({ timeout: LONG_MS });
  const name = (await leave.getAttribute('aria-label')) ?? '';
  await leave.click();
  await expect(page.getByText('The new plan is here')).toBeVisible({ timeout: LONG_MS });
  await expect(page.getByRole('button', { name })).toBeHidden();
  await expect(page.getByRole('button', { name: /^Leave out 0x/ })).not.toHaveCount(0);
  return name.replace('Leave out ', '');
}

/** Another person with coins, who has nothing of the deal but the link. */
async function openTopUp(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await connectTestWallet(page);
  await page.getByRole('button', { name: 'Get test FIL' }).click();
  await expect(page.getByText('100 test FIL are in your account')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText(/waiting to be started, so it cannot be topped up/)).toBeVisible();
}

async function payIn(page: Page): Promise<void> {
  await page.getByLabel('Amount').fill('0,5');
  await page.getByRole('button', { name: 'Pay 0.5 FIL into the deal' }).click();
  // The whole status, so that a payment that failed says why.
  await expect(page.getByRole('status', { name: 'Transaction' })).toContainText('In a block, done');
}

test('a file is stored, kept, paid by two, fetched back, and its deal closed', async ({
  page,
  browser,
  makeFile,
}) => {
  test.setTimeout(3 * LONG_MS);
  const chain = await localChain();
  const file = await makeFile('whole life.txt', 3000);

  await test.step('the upload goes on after a reload in its middle', () =>
    uploadWithReload(page, file));
  const dealId = await askForDeal(page);

  await test.step('a computer that is left out is not in the new plan', async () => {
    const operator = await leaveOut(page);
    const plan = await planOf(page, dealId);
    expect(plan.nodes.map((node): string => node.operator)).not.toContain(operator.toLowerCase());
    await expectReviewOf(page, plan);
    await expectAccessible(page);
  });

  await test.step('sealing is shown live', async () => {
    await markDocument(page);
    await confirmPlan(page);
    await expect(page.getByText(/^[1-9]\d* of \d+ proved$/)).toBeVisible({ timeout: LONG_MS });
    await expectAccessible(page);
    await startButton(page);
    await expectSameDocument(page);
    await expectAccessible(page);
  });

  const { client, address } = await (await page.request.get(`/api/deals/${dealId}`)).json();
  const context = await browser.newContext();
  const stranger = await context.newPage();
  await openTopUp(stranger, `/deals/${address}/top-up`);

  let before = 0n;
  await test.step('the deal is started from the wallet', async () => {
    await page.getByRole('radio', { name: /The least to start/ }).check();
    await (await startButton(page)).click();
    // A new wallet is empty, which is said before anything is sent.
    await expect(page.getByText(/does not hold enough FIL/)).toBeVisible();
    await page.getByRole('button', { name: 'Get test FIL' }).click();
    await expect.poll(() => chain.balanceOf(client)).toBeGreaterThan(0n);
    before = await chain.balanceOf(client);
    await (await startButton(page)).click();
    await expect(page.getByText('Read from the contract')).toBeVisible({ timeout: LONG_MS });
  });

  await test.step('another account pays in, and the balance grows here', async () => {
    await expect(page.getByRole('button', { name: 'Copy the public top-up link' })).toBeVisible();
    const old = await exactFigure(page, 'Balance');
    await payIn(stranger);
    await context.close();
    await expect.poll(() => exactFigure(page, 'Balance')).toBeGreaterThan(old);
    await expect(page.getByText('Topped up')).toBeVisible({ timeout: LONG_MS });
  });

  await test.step('hours are proved before the reader’s eyes, three at least', async () => {
    await expect(page.getByText(/\d hours? proved so far/)).toBeVisible({ timeout: LONG_MS });
    const first = await hoursProved(page);
    await expect
      .poll(() => hoursProved(page), { timeout: LONG_MS })
      .toBeGreaterThanOrEqual(Math.max(3, first + 1));
    await expectSameDocument(page);
    await expectAccessible(page);
    await expectFitsPhone(page);
  });

  await test.step('the download is the same file', async () => {
    await page.getByRole('button', { name: 'Download' }).click();
    const save = page.getByRole('link', { name: 'Save the file' });
    await expect(save).toBeVisible({ timeout: LONG_MS });
    await expectAccessible(page);
    const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
    expect(download.suggestedFilename()).toBe('whole life.txt');
    expect(sha256(await savedFile(download))).toBe(sha256(file.content));
    await page.keyboard.press('Escape');
  });

  await test.step('the deal is closed, and what was not used comes back', async () => {
    await page.getByRole('button', { name: 'Close deal' }).click();
    await page.getByRole('button', { name: 'Close the deal' }).click();
    await expect(page.getByText(/The deal is ending/)).toBeVisible({ timeout: LONG_MS });
    await expectAccessible(page);
    await expect(page.getByText(/everything is settled/)).toBeVisible({ timeout: LONG_MS });
    await expectSameDocument(page);
    const deal = await (await page.request.get(`/api/deals/${dealId}`)).json();
    const hashes = await transactionsOf(page, dealId, 'DealStarted', 'DealClosed');
    const { fees, sent } = await chain.spendingOf(hashes);
    expect(sent).toBeGreaterThan(0n);
    const refunded = (await chain.balanceOf(client)) - (before - sent - fees);
    expect(refunded).toBeGreaterThan(0n);
    expect(BigInt(deal.refunded)).toBe(refunded);
    await expect(figure(page, 'Returned to you')).toContainText(formatFil(refunded));
    await expect(page.getByText('Completed').first()).toBeVisible();
    await expectAccessible(page);
  });
});
