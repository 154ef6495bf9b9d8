import type { Page } from '@playwright/test';
import { localAccounts } from '../scripts/lib/accounts.mjs';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { insertDeals, type Mass } from './support/many-deals';
import { expect, test } from './support/portal';
import { signInByKey } from './support/session';

const admin = localAccounts.admin.key as `0x${string}`;
const ROWS = 10_000;
/** A list comes with its code, which a busy machine takes its time for. */
const SLOW_MS = 90_000;

const pages = (page: Page) => page.getByRole('navigation', { name: 'Pages' });
const firstFile = (page: Page) =>
  page.getByRole('table', { name: 'Deals' }).getByRole('row').nth(1).getByRole('cell').first();

test.describe('the lists of the administration', () => {
  test('show health and every list, accessible and on phones', async ({ page }) => {
    test.setTimeout(900_000);
    await signInByKey(page, admin);
    await page.goto('/admin');
    const health = page.getByRole('region', { name: 'Health' });
    for (const label of [
      'Chain lag',
      'Queue depth',
      'Last closed',
      'Transactions',
      'Object store',
      'Proofs due',
      'Workers',
      'Nodes online',
    ]) {
      await expect(health.getByText(label, { exact: true })).toBeVisible();
    }
    await expect(health.getByText('Writable')).toBeVisible();
    await expect(health.getByText(/^\d+ at work$/)).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
    for (const list of [
      'Deals',
      'Nodes',
      'Periods and proofs',
      'Jobs',
      'Transactions',
      'Audit log',
    ]) {
      await page.getByRole('navigation', { name: 'Administration' }).getByText(list).click();
      await expect(page.getByRole('region', { name: list }).first()).toBeVisible({
        timeout: SLOW_MS,
      });
      await expect(pages(page)).toBeVisible({ timeout: SLOW_MS });
      await expectAccessible(page);
      await expectFitsPhone(page);
    }
  });

  test('say what went wrong when the portal does not answer, and try again', async ({ page }) => {
    await signInByKey(page, admin);
    await page.route('**/api/admin/deals?*', (route) => route.abort());
    await page.goto('/admin/deals');
    await expect(page.getByText('Deals could not be loaded.')).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
    await expectFitsPhone(page);
    await page.unroute('**/api/admin/deals?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(pages(page)).toBeVisible();
  });
});

test.describe('a list of ten thousand deals', () => {
  let mass: Mass;
  test.beforeAll(async () => {
    mass = await insertDeals(ROWS);
  });
  test.afterAll(() => mass.remove());

  test('is searched, filtered, sorted and paged by the portal, all in the address', async ({
    page,
  }) => {
    test.setTimeout(300_000);
    const { mark } = mass;
    await signInByKey(page, admin);
    await page.goto('/admin/deals');
    await page.getByRole('searchbox', { name: 'Search' }).fill(mark);
    await expect(pages(page)).toContainText('1 to 25 of 10,000');
    await expect(firstFile(page)).toHaveText(`${mark}-00001.bin`);
    await expect(page).toHaveURL(new RegExp(`search=${mark}`));

    await page.getByLabel('Status').selectOption('COMPLETED');
    await expect(pages(page)).toContainText('of 3,333');
    await page.getByRole('button', { name: /^Size/ }).click();
    await expect(firstFile(page)).toHaveText(`${mark}-09999.bin`);
    await expect(page).toHaveURL(/status=COMPLETED.*sort=size|sort=size.*status=COMPLETED/);
    await page.getByLabel('Rows on a page').selectOption('100');
    await expect(pages(page)).toContainText('1 to 100 of 3,333');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(pages(page)).toContainText('101 to 200 of 3,333');
    await expect(firstFile(page)).toHaveText(`${mark}-09699.bin`);
    await expect(page.getByRole('table', { name: 'Deals' }).getByRole('row')).toHaveCount(101);
    await expectFitsPhone(page);

    // The address alone brings the same page back, also in front of a panel.
    const address = page.url();
    await page.goto('about:blank');
    await page.goto(address);
    await expect(firstFile(page)).toHaveText(`${mark}-09699.bin`);
    await firstFile(page).getByRole('link').click();
    await expect(page.getByRole('dialog').getByRole('heading', { level: 2 })).toHaveText(
      `${mark}-09699.bin`,
    );
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(address);
    await page.goto(address.replace('page=2', 'page=34'));
    await expect(pages(page)).toContainText('3,301 to 3,333 of 3,333');
    await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
  });

  test('opens the row that is clicked before the typing has been looked for', async ({ page }) => {
    const row = `${mass.mark}-00001.bin`;
    await signInByKey(page, admin);
    await page.goto(`/admin/deals?search=${mass.mark}`);
    await expect(firstFile(page)).toHaveText(row);
    await page.getByRole('searchbox', { name: 'Search' }).fill(mass.mark.slice(0, -1));
    await firstFile(page).getByRole('link').click();
    await expect(page.getByRole('dialog').getByRole('heading', { level: 2 })).toHaveText(row);
    // By then the search has come into the address of the panel, which stays open.
    await expect(page).toHaveURL(new RegExp(`/admin/deals/.*search=${mass.mark.slice(0, -1)}$`));
    await expect(page.getByRole('dialog').getByRole('heading', { level: 2 })).toHaveText(row);
  });

  test('answers every kind of question with the right page', async ({ page }) => {
    const { mark, client } = mass;
    await signInByKey(page, admin);
    const ask = async (query: string) => {
      const begun = performance.now();
      const answer = await page.request.get(`/api/admin/deals?${query}`);
      const ms = Math.round(performance.now() - begun);
      test.info().annotations.push({ type: 'milliseconds', description: `${ms} for ?${query}` });
      const body = await answer.json();
      return { total: body.total, first: body.rows[0]?.file.name, rows: body.rows.length };
    };
    const row = (i: number) => `${mark}-${String(i).padStart(5, '0')}.bin`;
    expect(await ask(`search=${mark}`)).toEqual({ total: ROWS, first: row(1), rows: 25 });
    expect(await ask(`search=${client}&page=400`)).toEqual({
      total: ROWS,
      first: row(9976),
      rows: 25,
    });
    expect(await ask(`search=${row(4711)}`)).toEqual({ total: 1, first: row(4711), rows: 1 });
    expect(await ask(`search=${client}&sort=ends&limit=100`)).toMatchObject({ first: row(ROWS) });
    expect(await ask(`search=${client}&sort=updated&order=asc`)).toMatchObject({
      first: row(ROWS),
    });
    expect(await ask(`search=${client}&tier=instant&sort=size`)).toMatchObject({
      total: 3333,
      first: row(9998),
    });
    expect(await ask(`search=${client}&status=open`)).toEqual({ total: 0, rows: 0 });
    expect((await ask('status=CANCELLED')).total).toBeGreaterThanOrEqual(3334);
    expect((await page.request.get('/api/admin/deals?limit=101')).status()).toBe(400);
    expect((await page.request.get('/api/admin/deals?sort=name')).status()).toBe(400);
  });
});
