import type { Page } from '@playwright/test';
import { localAccounts } from '../scripts/lib/accounts.mjs';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { expect, test } from './support/portal';
import { addressOf, pagePatterns } from './support/routes';
import { sampleValues } from './support/sample';
import { signInByKey } from './support/session';

const admin = localAccounts.admin;
/** Pages that show something else to somebody who has not signed in. */
const gated = ['/deals', '/deals/[id]', '/notifications', '/admin', '/admin/deals'];

/** What the browser complains about from now on. */
function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(message.text());
  });
  return found;
}

/** The page has what it asked for: no shape of something to come is left. */
async function expectLoaded(page: Page): Promise<void> {
  await expect(page.locator('main')).toBeAttached();
  await expect(page.locator('.animate-pulse')).toHaveCount(0);
  await expect(page.locator('h1')).toHaveCount(1);
  await expect(page).toHaveTitle(/\S · Micro-Storage Platform$|^Micro-Storage Platform$/);
}

async function expectSound(page: Page, address: string): Promise<void> {
  const found = complaints(page);
  await page.goto(address);
  await expectLoaded(page);
  await expectAccessible(page);
  await expectFitsPhone(page);
  expect(found, `what the browser complained about at ${address}`).toEqual([]);
}

test.describe('each page of the app folder', () => {
  for (const pattern of pagePatterns()) {
    test(`is sound, light and dark, wide and at 320 pixels: ${pattern}`, async ({ page }) => {
      await signInByKey(page, admin.key as `0x${string}`);
      const values = await sampleValues(admin.address.toLowerCase());
      await expectSound(page, addressOf(pattern, values));
    });
  }

  for (const pattern of gated) {
    test(`is sound for somebody who has not signed in: ${pattern}`, async ({ page }) => {
      const values = await sampleValues(admin.address.toLowerCase());
      await expectSound(page, addressOf(pattern, values));
      await expect(page.getByRole('region', { name: 'Sign in' })).toBeVisible();
    });
  }

  test('has a name of its own', async ({ page }) => {
    const values = await sampleValues(admin.address.toLowerCase());
    const titles = new Map<string, string[]>();
    for (const pattern of pagePatterns()) {
      const html = await (await page.request.get(addressOf(pattern, values))).text();
      const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
      titles.set(title, [...(titles.get(title) ?? []), pattern]);
    }
    const shared = [...titles].filter(([, patterns]) => patterns.length > 1);
    expect(shared).toEqual([]);
  });
});

test('an address that leads nowhere is a sound page too', async ({ page }) => {
  await page.goto('/no-such-page');
  await expectLoaded(page);
  await expectAccessible(page);
  await expectFitsPhone(page);
});
