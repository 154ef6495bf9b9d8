import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { localAccounts } from '../scripts/lib/accounts.mjs';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { onDatabase } from './support/database';
import { expect, test } from './support/portal';
import { signInByKey } from './support/session';

const admin = localAccounts.admin.key as `0x${string}`;
const stranger = localAccounts.clients[5]?.key as `0x${string}`;

/** A letter as pg-boss leaves it when a job has failed for good. */
async function deadLetter(): Promise<string> {
  const [row] = await onDatabase<{ id: string }>(
    `INSERT INTO pgboss.job (name, data, output) VALUES ('encode.dead', $1, $2)
     RETURNING id::text AS id`,
    [{ dealId: randomUUID() }, { message: 'The disk is full' }],
  );
  return row?.id ?? '';
}

/** A deal that waits for its client's word, with an upload. */
async function dealInReview(name: string, client: string): Promise<string> {
  const [upload, deal] = [randomUUID(), randomUUID()];
  await onDatabase(
    `INSERT INTO "Upload" (id, owner, filename, "contentType", bytes, received, status, "expiresAt")
     VALUES ($1, $2, $3, 'text/plain', 1000, 1000, 'CONSUMED', now() + interval '1 day')`,
    [upload, client, name],
  );
  await onDatabase(
    `INSERT INTO "Deal" (id, client, "uploadId", status, tier, "durationPeriods", "fileBytes", k, "updatedAt")
     VALUES ($1, $2, $3, 'REVIEW', 'day', 24, 1000, 2, now())`,
    [deal, client, upload],
  );
  return deal;
}

const panel = (page: Page) => page.getByRole('dialog').first();

test.describe('the administration', () => {
  test('asks a stranger to sign in and refuses who is not on the list', async ({ page }) => {
    await page.goto('/admin');
    await expect(page.getByRole('heading', { name: 'Sign in with your wallet' })).toBeVisible();
    await signInByKey(page, stranger);
    await page.reload();
    await expect(page.getByText('This wallet is not an administrator')).toBeVisible();
    expect((await page.request.get('/api/admin/overview')).status()).toBe(403);
    await expectAccessible(page);
  });

  test('shows health and lists on every page', async ({ page }) => {
    test.setTimeout(180_000);
    await signInByKey(page, admin);
    await page.goto('/admin');
    const health = page.getByRole('region', { name: 'Health' });
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
      await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
      await expectAccessible(page);
      await expectFitsPhone(page);
    }
  });

  test('finds a deal, keeps the search in the address, and cancels it', async ({ page }) => {
    const name = `report-${randomUUID().slice(0, 8)}.txt`;
    const id = await dealInReview(name, '0x00000000000000000000000000000000000000c1');
    await signInByKey(page, admin);
    await page.goto('/admin/deals');
    await page.getByRole('searchbox', { name: 'Search' }).fill(name);
    await expect(page).toHaveURL(new RegExp(`search=${name}`));
    await page.getByLabel('Status').selectOption('REVIEW');
    await page.getByRole('link', { name }).click();
    await expect(page).toHaveURL(new RegExp(`/admin/deals/${id}\\?.*status=REVIEW`));
    await expect(panel(page).getByRole('heading', { name })).toBeVisible();
    await expectAccessible(page);

    await panel(page).getByRole('button', { name: 'Cancel the deal' }).click();
    const question = page.getByRole('alertdialog');
    await expect(question).toContainText('nothing has been paid');
    await question.getByRole('button', { name: 'Cancel the deal' }).click();
    await expect(panel(page).getByText('It is cancelled already.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(new RegExp(`/admin/deals\\?.*search=${name}`));
    await expect(page.getByText('Nothing fits')).toBeVisible();

    await page.goto(`/admin/audit?search=${id}`);
    await expect(page.getByRole('row', { name: /cancelled a deal/ })).toBeVisible();
  });

  test('sees a dead letter and retries it', async ({ page }) => {
    const id = await deadLetter();
    await signInByKey(page, admin);
    await page.goto('/admin');
    await page
      .getByRole('link', { name: /dead letter/ })
      .first()
      .click();
    await expect(page).toHaveURL(/state=dead/);
    await page.goto(`/admin/jobs/${id}?state=dead`);
    await expect(panel(page).getByText('The disk is full').first()).toBeVisible();
    await panel(page).getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Try it again' }).click();
    await expect(page.getByText('The encode job is tried again')).toBeVisible();
    await page.goto(`/admin/audit?search=${id}`);
    await expect(page.getByRole('row', { name: /retried a job/ })).toBeVisible();
  });
});

test.describe('pages for everybody', () => {
  test('home leads each of the three users to the right place', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const [name, path] of [
      ['Store files', '/store'],
      ['Offer a computer', '/nodes/new'],
      ['Run the network', '/admin'],
    ] as const) {
      await expect(page.getByRole('link', { name }).first()).toHaveAttribute('href', path);
    }
    await expect(page.getByText('The clock of this network is simulated')).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
  });

  test('the API reference has every group and opens an operation', async ({ page }) => {
    await page.goto('/api-reference');
    for (const name of ['Network', 'Sign-in', 'Deals and files', 'Agents', 'Administration']) {
      await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
    }
    const operation = page.locator('#post-request-storage');
    await operation.locator('summary').click();
    await expect(operation.getByText('uploadId')).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
  });

  test('notifications are read, marked and counted', async ({ page }) => {
    const wallet = await signInByKey(page, localAccounts.clients[4]?.key as `0x${string}`);
    await page.goto('/notifications');
    await expect(page.getByText('Nothing to tell yet')).toBeVisible();
    await expectAccessible(page);
    const payload = {
      dealId: randomUUID(),
      message: '<img src=x onerror=alert(1)> was too large.',
    };
    await onDatabase(`INSERT INTO "InboxCounter" (recipient, "lastSeq") VALUES ($1, 1)`, [wallet]);
    await onDatabase(
      `INSERT INTO "InboxEvent" (recipient, seq, type, payload) VALUES ($1, 1, 'deal.failed', $2)`,
      [wallet, payload],
    );
    await page.reload();
    await expect(page.getByText('The deal has failed')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText('was too large.')).toBeVisible();
    await expect(page.locator('main img[src="x"]')).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Notifications, 1 unread' })).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await expect(page.getByText('All read.')).toBeVisible();
    await expect(
      page.getByRole('link', { name: 'Notifications', exact: true }).first(),
    ).toBeVisible();
  });
});
