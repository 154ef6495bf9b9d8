import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { onDatabase } from './support/database';
import { localChain } from './support/deal-chain';
import { connectHere, expect, LONG_MS } from './support/deal-page';
import { giveWallet } from './support/deal-wallet';
import { test } from './support/files';

test.describe.configure({ timeout: LONG_MS });

const MANY = 200;

interface Row {
  name: string;
  status: string;
  failure?: string;
}

/** Deals that only the portal's rows know of: nothing waits for them, and no computer holds them. */
async function insertDeals(client: string, rows: readonly Row[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [age, { name, status, failure }] of rows.entries()) {
    const [id, uploadId] = [randomUUID(), randomUUID()];
    await onDatabase(
      `WITH upload AS (
         INSERT INTO "Upload" (id, owner, filename, "contentType", encryption, bytes, received, status, "expiresAt")
         VALUES ($1, $2, $3, 'text/plain', 'none', 3000, 3000, 'CONSUMED', now() + interval '1 day'))
       INSERT INTO "Deal" (id, client, "uploadId", status, failure, "failureCode", tier, "durationPeriods", "fileBytes", k, "createdAt", "updatedAt")
       VALUES ($4, $2, $1, $5::"DealStatus", $6, $7, 'day', 720, 3000, 2, now() - $8 * interval '1 minute', now())`,
      [uploadId, client, name, id, status, failure, failure && 'ENCODE_FAILED', age],
    );
    ids.push(id);
  }
  return ids;
}

async function removeDeals(client: string): Promise<void> {
  await onDatabase('DELETE FROM "Deal" WHERE client = $1', [client]);
  await onDatabase('DELETE FROM "Upload" WHERE owner = $1', [client]);
}

/** Signs in with a new wallet that has these deals, and takes them away afterwards. */
async function withDeals(page: Page, rows: readonly Row[], use: (ids: string[]) => Promise<void>) {
  const wallet = await giveWallet(page, await localChain());
  const client = wallet.address.toLowerCase();
  try {
    const ids = await insertDeals(client, rows);
    await page.goto('/deals');
    await connectHere(page);
    await expect(page.getByRole('region', { name: 'Sign in' })).toBeHidden();
    await use(ids);
  } finally {
    await removeDeals(client);
  }
}

test('without deals the page says what to do', async ({ page }) => {
  await withDeals(page, [], async () => {
    await expect(page.getByText('No deals yet')).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
  });
});

test('200 deals are paged, filtered, and fit a phone', async ({ page }) => {
  const rows = Array.from({ length: MANY }, (_, i) => ({
    name: `file ${String(i).padStart(3, '0')}.txt`,
    status: i % 2 === 0 ? 'CANCELLED' : 'FAILED',
  }));
  await withDeals(page, rows, async () => {
    const links = page.getByRole('link', { name: /^file \d{3}\.txt$/ });
    await expect(links).toHaveCount(25);
    await expect(links.first()).toHaveText('file 000.txt');
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect(links).toHaveCount(50);
    await expectAccessible(page);
    await expectFitsPhone(page);
    await page.getByLabel('Show deals').selectOption('FAILED');
    await expect(links.first()).toHaveText('file 001.txt');
    await expect(page.getByText(/^25 or more deals, failed$/)).toBeVisible();
  });
});

const over: (Row & { says: RegExp })[] = [
  { name: 'cancelled.txt', status: 'CANCELLED', says: /was cancelled before it started/ },
  {
    name: 'failed.txt',
    status: 'FAILED',
    failure: 'The file could not be split.',
    says: /The file could not be split\. Nothing was paid/,
  },
];

test('deals that came to nothing say why, and what next', async ({ page }) => {
  await withDeals(page, over, async (ids) => {
    for (const [i, { name, says }] of over.entries()) {
      await page.goto(`/deals/${ids[i]}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
      await expect(page.getByRole('region', { name: 'What happens next' })).toContainText(says);
      await expect(page.getByRole('link', { name: 'Store another file' })).toBeVisible();
      await expectAccessible(page);
      await expectFitsPhone(page);
    }
  });
});

test('a portal that fails is told in words, and asked again', async ({ page }) => {
  await withDeals(page, over, async () => {
    await page.route('**/api/deals?*', (route) => route.fulfill({ status: 503, body: 'no' }));
    await page.reload();
    await expect(page.getByText('Your deals could not be loaded.')).toBeVisible();
    await expect(page.getByText('Your files and your money are not affected.')).toBeVisible();
    await expectAccessible(page);
    await page.unroute('**/api/deals?*');
    await page.getByRole('button', { name: /again/ }).click();
    await expect(page.getByRole('link', { name: 'failed.txt' })).toBeVisible();
  });
});
