import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { localAccounts } from '../scripts/lib/accounts.mjs';
import { expect, test } from './support/portal';
import { signInByKey } from './support/session';

/** What a page may load of JavaScript, gzipped, before somebody opens a wallet. */
const LIMIT_BYTES = 250_000;
/** Less than that, and what was measured is no page. */
const LEAST_BYTES = 50_000;

const routes = ['/', '/store', '/nodes', '/nodes/new', '/deals', '/notifications', '/admin'];

/** All scripts that a page loads until it is quiet, what it fetches ahead included, gzipped. */
async function scriptBytes(page: Page, route: string): Promise<number> {
  const sizes = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    const isScript = response.request().resourceType() === 'script' || /\.m?js$/.test(pathname);
    if (!isScript || sizes.has(pathname)) return;
    sizes.set(
      pathname,
      response.body().then((body) => gzipSync(body).length),
    );
  });
  await page.goto(route);
  await page.waitForLoadState('networkidle');
  return (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
}

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

test.describe('the first page', () => {
  test.beforeAll(async ({ request }) => {
    const html = await (await request.get('/')).text();
    const isDevelopment = html.includes('next-devtools') || html.includes('hmr-client');
    test.skip(isDevelopment, 'The development server ships other code than users get.');
  });

  for (const route of routes) {
    test(`loads at most ${kB(LIMIT_BYTES)} of scripts: ${route}`, async ({ page }) => {
      const bytes = await scriptBytes(page, route);
      test.info().annotations.push({ type: 'first load', description: `${route} ${kB(bytes)}` });
      console.info(`first load of ${route}: ${kB(bytes)}`);
      expect(bytes).toBeGreaterThan(LEAST_BYTES);
      expect(bytes).toBeLessThanOrEqual(LIMIT_BYTES);
    });
  }

  test('of somebody who is signed in costs no more', async ({ browser }) => {
    for (const route of ['/deals', '/nodes/new', '/admin']) {
      const page = await browser.newPage();
      await signInByKey(page, localAccounts.admin.key as `0x${string}`);
      const bytes = await scriptBytes(page, route);
      console.info(`first load of ${route}, signed in: ${kB(bytes)}`);
      expect(bytes, route).toBeLessThanOrEqual(LIMIT_BYTES);
      await page.close();
    }
  });
});
