import type { Page } from '@playwright/test';
import { expectAccessible } from './support/checks';
import { expect, test } from './support/portal';
import { announceWallet, connectTestWallet, openAccount, signIn } from './support/wallet';

const OTHER = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const sessionOf = async (page: Page) => (await page.request.get('/api/auth/session')).json();

test.describe('the built-in test wallet', () => {
  test('signs in by message, and another account signs out', async ({ page, context }) => {
    await page.goto('/');
    await connectTestWallet(page);
    await page.getByRole('button', { name: 'Get test FIL' }).click();
    await expect(page.getByText('100 FIL', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByText('Signed in', { exact: true })).toBeVisible();
    expect((await sessionOf(page)).address).toMatch(/^0x[0-9a-f]{40}$/);
    const cookie = (await context.cookies()).find(({ name }) => name === 'msp_session');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(await page.evaluate(() => document.cookie)).not.toContain('msp_session');

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

  test('is accessible, list and account', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Connect wallet' }).click();
    await expect(page.getByRole('button', { name: 'Built-in test wallet' })).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    const box = await page.locator('[data-rk] [role=document] > *').first().boundingBox();
    expect(box?.width, 'the list of wallets on a narrow phone').toBeLessThanOrEqual(320);
    await page.getByRole('button', { name: 'Built-in test wallet' }).click();
    await openAccount(page);
    await expect(page.getByText('Balance')).toBeVisible();
    await expectAccessible(page);
    const menu = await page.getByRole('dialog', { name: 'Account' }).boundingBox();
    expect((menu?.x ?? 0) + (menu?.width ?? 0)).toBeLessThanOrEqual(320);
  });

  test('is on the local chain only, and so are its coins', async ({ page }) => {
    await page.route('**/api/network', async (route) => {
      const json = await (await route.fetch()).json();
      await route.fulfill({ json: { ...json, chainId: 314_159, chainName: 'Calibration' } });
    });
    await announceWallet(page, { address: OTHER, chainId: 314_159 });
    await page.goto('/deals');
    const gate = page.getByRole('region', { name: 'Sign in' });
    await expect(gate.getByRole('button', { name: 'Connect wallet and sign in' })).toBeVisible();
    await expect(gate.getByRole('button', { name: 'Use the test wallet' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Connect wallet', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Fake Wallet' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Built-in test wallet' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Fake Wallet' }).click();
    await openAccount(page);
    await expect(page.getByText('Calibration')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Get test FIL' })).toHaveCount(0);
  });
});
