import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/portal';
import {
  announceWallet,
  changeChain,
  connectTestWallet,
  openAccount,
  signIn,
} from './support/wallet';

const FIRST_LOAD_BYTES = 250_000;
const STRANGER = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

const sessionOf = async (page: Page) => (await page.request.get('/api/auth/session')).json();

/** Opens the home page and waits until React has asked for the session, its first act. */
async function settled(page: Page): Promise<void> {
  const asked = page.waitForResponse((response) => response.url().endsWith('/api/auth/session'));
  await page.goto('/');
  await asked;
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(grave).toEqual([]);
}

test.describe('the frame', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`is accessible in ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto('/');
      await expectAccessible(page);
    });
  }

  test('fits 320 pixels, menu open and closed', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto('/');
    await page.getByRole('button', { name: 'Open the menu' }).click();
    await expect(page.getByRole('link', { name: 'Nodes' }).first()).toBeVisible();
    await expectAccessible(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });

  test('lets the keyboard skip to the content', async ({ page }) => {
    await page.goto('/');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('#main')).toBeFocused();
  });

  test('keeps the chosen colours, already in the HTML of the next page', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto('/');
    const html = page.locator('html');
    await page.getByRole('button', { name: /Change to light/ }).click();
    await page.getByRole('button', { name: /Change to dark/ }).click();
    await expect(html).toHaveAttribute('data-theme', 'dark');
    const dark = await page.evaluate(() => getComputedStyle(document.body).color);
    const next = await page.request.get('/');
    expect(await next.text()).toMatch(/<html[^>]*data-theme="dark"/);
    await page.reload();
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe(dark);
    await page.getByRole('button', { name: /Change to as the system/ }).click();
    await expect(html).not.toHaveAttribute('data-theme', /./);
  });

  test('says so where there is nothing', async ({ page }) => {
    const response = await page.goto('/no-such-page');
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/nothing at this address/);
    await expect(page.getByRole('link', { name: 'Go to the start' })).toBeVisible();
  });

  test('loads at most 250 kB of gzipped JavaScript before a wallet is opened', async ({ page }) => {
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    await settled(page);
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    test.info().annotations.push({ type: 'first load', description: `${total} bytes gzipped` });
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
  });
});

test.describe('the content security policy', () => {
  test('has a nonce of its own for each answer and no way around it', async ({ request }) => {
    const policies = await Promise.all(
      [1, 2].map(async () => (await request.get('/')).headers()['content-security-policy'] ?? ''),
    );
    const nonces = policies.map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1]);
    expect(nonces[0]).toBeTruthy();
    expect(nonces[0]).not.toBe(nonces[1]);
    const scripts = policies[0]?.split('; ').find((part) => part.startsWith('script-src')) ?? '';
    expect(scripts).toContain("'strict-dynamic'");
    expect(scripts).not.toContain('unsafe-inline');
    expect(scripts).not.toContain("'unsafe-eval'");
  });

  test('stops a script that somebody smuggled in, and nothing of ours', async ({ page }) => {
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { violations: seen });
      document.addEventListener('securitypolicyviolation', (event) => {
        seen.push(`${event.effectiveDirective} ${event.blockedURI}`);
      });
    });
    const violations = () =>
      page.evaluate(() => (window as unknown as { violations: string[] }).violations);
    await settled(page);
    expect(await violations()).toEqual([]);
    await page.evaluate(() => {
      document.body.insertAdjacentHTML(
        'beforeend',
        '<img src="data:image/png," onerror="window.pwned = 1">',
      );
    });
    await expect.poll(violations).toContain('script-src-attr inline');
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
  });

  test('lets data do nothing at all', async ({ request }) => {
    const headers = (await request.get('/api/health')).headers();
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

test.describe('the wallet', () => {
  test('signs in by message, and another account signs out', async ({ page, context }) => {
    await page.goto('/');
    await connectTestWallet(page);
    await page.getByRole('button', { name: 'Get test FIL' }).click();
    await expect(page.getByText('100 FIL', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByText('Signed in', { exact: true })).toBeVisible();
    expect((await sessionOf(page)).address).toMatch(/^0x[0-9a-f]{40}$/);
    const cookie = (await context.cookies()).find(({ name }) => name === 'msp_session');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });

    await page.getByLabel('Test account').selectOption({ label: 'Another new account' });
    await expect(page.getByText('Not signed in')).toBeVisible();
    await expect.poll(async () => (await sessionOf(page)).address).toBeNull();
  });

  test('comes back after a reload and leaves with its session', async ({ page }) => {
    await page.goto('/');
    await signIn(page);
    await page.reload();
    await openAccount(page);
    await expect(page.getByText('Signed in', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await expect(page.getByRole('button', { name: 'Connect wallet' })).toBeVisible();
    await expect.poll(async () => (await sessionOf(page)).address).toBeNull();
    await page.reload();
    await expect(page.getByRole('button', { name: 'Connect wallet' })).toBeVisible();
  });

  test('is accessible, list and account, in light and dark', async ({ page }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto('/');
      await connectTestWallet(page);
      await expect(page.getByText('Balance')).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Disconnect' }).click();
    }
  });

  test('on another network is offered ours', async ({ page }) => {
    await announceWallet(page, { address: STRANGER, chainId: 1 });
    await page.goto('/');
    await page.getByRole('button', { name: 'Connect wallet' }).click();
    await page.getByRole('button', { name: 'Fake Wallet' }).click();
    // Connecting brought it over at once; now its owner goes elsewhere.
    await expect(page.getByRole('button', { name: /^Account 0x[0-9a-f]+$/ })).toBeVisible();
    await changeChain(page, 1);
    await page.getByRole('button', { name: /on the wrong network/ }).click();
    await page.getByRole('button', { name: /^Switch to/ }).click();
    await expect(page.getByText('Your wallet is on another network.')).toBeHidden();
    await expect(page.getByRole('button', { name: /^Account 0x/ })).not.toHaveAccessibleName(
      /wrong network/,
    );
  });

  test('that declines to sign leaves everything as it was', async ({ page }) => {
    await announceWallet(page, { address: STRANGER, chainId: 31337, declines: true });
    await page.goto('/');
    await page.getByRole('button', { name: 'Connect wallet' }).click();
    await page.getByRole('button', { name: 'Fake Wallet' }).click();
    await openAccount(page);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByText(/You declined this in your wallet/)).toBeVisible();
    expect((await sessionOf(page)).address).toBeNull();
  });
});
