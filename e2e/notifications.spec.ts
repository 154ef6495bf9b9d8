import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { generatePrivateKey } from 'viem/accounts';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { onDatabase } from './support/database';
import { expect, test } from './support/portal';
import { dealInReview } from './support/sample';
import { signInByKey } from './support/session';

const MARKUP = '<img src=x onerror=alert(1)> was too large.';

/** What the platform writes when it tells somebody something; wakes the streams as it does. */
async function tell(recipient: string, type: string, payload: object): Promise<void> {
  await onDatabase(
    `WITH next AS (
       INSERT INTO "InboxCounter" (recipient, "lastSeq") VALUES ($1, 1)
       ON CONFLICT (recipient) DO UPDATE SET "lastSeq" = "InboxCounter"."lastSeq" + 1
       RETURNING "lastSeq")
     INSERT INTO "InboxEvent" (recipient, seq, type, payload)
     SELECT $1, "lastSeq", $2, $3 FROM next`,
    [recipient, type, payload],
  );
  await onDatabase(`SELECT pg_notify('msp_inbox', $1)`, [recipient]);
}

const bell = (page: Page, unread: number) =>
  page.getByRole('banner').getByRole('link', {
    name: unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`,
    exact: true,
  });

/** Sizes of the scripts that the page asks for from now on, by address; 0 until one has arrived. */
function watchScripts(page: Page): Map<string, number> {
  const sizes = new Map<string, number>();
  page.on('request', (request) => {
    if (request.resourceType() === 'script') sizes.set(request.url(), 0);
  });
  page.on('response', async (response) => {
    if (response.request().resourceType() !== 'script') return;
    const { length } = await response.body().catch(() => Buffer.alloc(0));
    sizes.set(response.url(), length);
  });
  return sizes;
}

test.describe('notifications', () => {
  test('belong to a wallet, and the page teaches when there are none', async ({ page }) => {
    await page.goto('/notifications');
    await expect(page.getByRole('heading', { name: 'Sign in with your wallet' })).toBeVisible();
    await expectAccessible(page);
    await signInByKey(page, generatePrivateKey());
    await page.reload();
    await expect(page.getByText('Nothing to tell yet')).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
  });

  test('are counted by the bell as they come, read, linked and marked', async ({ page }) => {
    test.setTimeout(240_000);
    const wallet = await signInByKey(page, generatePrivateKey());
    const streaming = page.waitForRequest('**/api/inbox?after=*');
    await page.goto('/deals');
    await expect(bell(page, 0)).toBeVisible();
    await streaming;
    const dealId = await dealInReview('holiday <b>film</b>.mp4', wallet);
    await tell(wallet, 'deal.failed', { dealId, message: MARKUP });
    await expect(bell(page, 1)).toBeVisible();
    await tell(wallet, 'deal.low-balance', { dealId });
    await expect(bell(page, 2)).toBeVisible();

    await bell(page, 2).click();
    await expect(page.getByText('The deal has failed')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(MARKUP)).toBeVisible();
    await expect(page.getByText('holiday <b>film</b>.mp4')).toHaveCount(2);
    await expect(page.locator('main img[src="x"]')).toHaveCount(0);
    await expect(page.getByText('2 unread.')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Open the deal' }).first()).toHaveAttribute(
      'href',
      `/deals/${dealId}`,
    );
    await expectAccessible(page);
    await expectFitsPhone(page);

    await tell(wallet, 'settled', {
      deal: wallet,
      slot: 0,
      generation: 0,
      amount: '420000000000000000',
    });
    await expect(page.getByText('You were paid 0.42 FIL')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Open your node' })).toHaveAttribute(
      'href',
      `/nodes/${wallet}`,
    );
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await expect(page.getByText('All read.')).toBeVisible();
    await expect(bell(page, 0)).toBeVisible();
  });

  test('load the component of Push there and nowhere else', async ({ page }) => {
    const wallet = await signInByKey(page, generatePrivateKey());
    await tell(wallet, 'deal.completed', { dealId: randomUUID() });
    const sizes = watchScripts(page);
    await page.goto('/deals');
    await expect(bell(page, 1)).toBeVisible();
    const before = new Set(sizes.keys());
    await bell(page, 1).click();
    await expect(page.getByText('The deal is complete')).toBeVisible({ timeout: 60_000 });
    // Megabytes, which no other page may carry.
    const added = () =>
      [...sizes].reduce((sum, [url, bytes]) => (before.has(url) ? sum : sum + bytes), 0);
    await expect.poll(added).toBeGreaterThan(1_000_000);
  });

  test('say what is safe when they cannot be loaded', async ({ page }) => {
    await signInByKey(page, generatePrivateKey());
    await page.route('**/api/inbox/items?limit=25*', (route) => route.abort());
    await page.goto('/notifications');
    await expect(page.getByText('The notifications could not be loaded.')).toBeVisible({
      timeout: 60_000,
    });
    await expectAccessible(page);
    await page.unroute('**/api/inbox/items?limit=25*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText('Nothing to tell yet')).toBeVisible();
  });
});
